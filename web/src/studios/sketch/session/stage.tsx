import { Columns2, Maximize2, Rows2 } from "lucide-react";
import { useState, type CSSProperties } from "react";
import { CanvasPane } from "../canvas/canvas-pane.tsx";
import type { Desk } from "../canvas/desk.ts";
import { preferences } from "../../../app/preferences.ts";
import { useStore } from "../../../ui/store.ts";
import { useMedia } from "../../../ui/use-media.ts";
import { PicturePane } from "../picture/picture-pane.tsx";
import type { SketchSession } from "./sketch-session.ts";
import type { Snapshot } from "./snapshot.ts";
import { StageDivider } from "./stage-divider.tsx";
import { createStageLayout, type Pane } from "./stage-layout.ts";
import { words } from "./words.ts";
import { shelf } from "../../../ui/browser-gifts.ts";

interface Props {
  session: SketchSession;
  desk: Desk;
  view: Snapshot;
}

const other = (pane: Pane): Pane => (pane === "canvas" ? "picture" : "canvas");

/** Canvas and picture: sharing the stage, or one of them large with the other in its corner. */
export function Stage({ session, desk, view }: Props) {
  const [layout] = useState(() => createStageLayout(shelf));
  const { large, stackedShare, besideShare } = useStore(layout);
  const { hand } = useStore(preferences);
  const isStacked = useMedia("(orientation: portrait)");
  const share = isStacked ? stackedShare : besideShare;
  // Two fractions below one together would leave a gap.
  const style = { "--canvas": `${2 * share}fr`, "--picture": `${2 - 2 * share}fr` } as CSSProperties;
  return (
    <main id="main" tabIndex={-1} className="sketch-stage" style={style} data-large={large ?? undefined}>
      <CanvasPane session={session} desk={desk} view={view} />
      {large === null && <StageDivider layout={layout} isStacked={isStacked} isMirrored={hand === "left"} />}
      <PicturePane session={session} view={view} />
      {large && (
        <div className="stage-inset">
          <button
            type="button"
            className="stage-inset-swap"
            aria-label={words.makeLarge[other(large)]}
            title={words.makeLarge[other(large)]}
            onClick={() => layout.set({ large: other(large) })}
          >
            <Maximize2 className="size-5" aria-hidden="true" />
          </button>
          <button
            type="button"
            className="stage-inset-share"
            aria-label={words.shareStage}
            title={words.shareStage}
            onClick={() => layout.set({ large: null })}
          >
            {isStacked ? (
              <Rows2 className="size-5" aria-hidden="true" />
            ) : (
              <Columns2 className="size-5" aria-hidden="true" />
            )}
          </button>
        </div>
      )}
    </main>
  );
}
