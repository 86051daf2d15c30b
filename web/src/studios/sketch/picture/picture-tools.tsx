import { Download, Maximize2, Repeat } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { BUTTON } from "../../../ui/button-styles.ts";
import { useStore } from "../../../ui/store.ts";
import type { SketchSession } from "../session/sketch-session.ts";
import type { Snapshot } from "../session/snapshot.ts";
import { CompareButton } from "./compare-button.tsx";
import { FinalControl } from "./final-control.tsx";
import { MoreItem, MoreMenu } from "./more-menu.tsx";
import { OverlayControl, OverlayFields } from "./overlay-control.tsx";
import { words } from "./words.ts";

const ExportDialog = lazy(async () => ({
  default: (await import("../export/export-dialog.tsx")).ExportDialog,
}));
const ImportDialog = lazy(async () => ({
  default: (await import("../export/import-dialog.tsx")).ImportDialog,
}));
const ReplayDialog = lazy(async () => ({
  default: (await import("../history/replay-dialog.tsx")).ReplayDialog,
}));

type Opened = "export" | "replay";

interface Props {
  session: SketchSession;
  view: Snapshot;
  isWide: boolean;
}

/** What can be done with the picture: looked at in other ways, finished, taken away. */
export function PictureTools({ session, view, isWide }: Props) {
  const { look } = session;
  const { viewed } = useStore(session.timeline);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [project, setProject] = useState<File | null>(null);
  const hasNone = !view.hasPicture;
  const icon = "size-5";
  const openFull = (): void => look.set({ isFull: true });
  return (
    <div className="picture-tools" role="group" aria-label={words.tools}>
      <CompareButton look={look} disabled={hasNone} />
      {isWide && <OverlayControl look={look} disabled={hasNone} />}
      <FinalControl
        desk={session.final}
        opens={isWide ? "up" : "down"}
        disabled={hasNone || view.isBlank || view.holder === "other" || viewed !== null}
      />
      {isWide && (
        <button
          type="button"
          className={BUTTON.icon}
          aria-label={words.fullScreen}
          title={words.fullScreen}
          disabled={hasNone}
          onClick={openFull}
        >
          <Maximize2 className={icon} aria-hidden="true" />
        </button>
      )}
      <MoreMenu opens={isWide ? "up" : "down"}>
        {(close) => {
          const open = (what: Opened): void => {
            close();
            setOpened(what);
          };
          return (
            <>
              {!isWide && (
                <>
                  <OverlayFields look={look} />
                  <MoreItem
                    icon={<Maximize2 className={icon} aria-hidden="true" />}
                    label={words.fullScreen}
                    disabled={hasNone}
                    press={() => {
                      close();
                      openFull();
                    }}
                  />
                </>
              )}
              <MoreItem
                icon={<Download className={icon} aria-hidden="true" />}
                label={words.exportAll}
                press={() => open("export")}
              />
              <MoreItem
                icon={<Repeat className={icon} aria-hidden="true" />}
                label={words.replay}
                disabled={view.id === null}
                press={() => open("replay")}
              />
            </>
          );
        }}
      </MoreMenu>
      <Suspense>
        {opened === "export" && (
          <ExportDialog
            session={session}
            view={view}
            openProject={setProject}
            close={() => setOpened(null)}
          />
        )}
        {opened === "replay" && view.id && (
          <ReplayDialog session={session} sketchId={view.id} close={() => setOpened(null)} />
        )}
        {project && <ImportDialog file={project} close={() => setProject(null)} />}
      </Suspense>
    </div>
  );
}
