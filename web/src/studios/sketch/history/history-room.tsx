import type { PictureView } from "@llamasketch/contract";
import { useMedia, WIDE } from "../../../ui/use-media.ts";
import { useStore } from "../../../ui/store.ts";
import { PictureTools } from "../picture/picture-tools.tsx";
import type { SketchSession } from "../session/sketch-session.ts";
import type { Snapshot } from "../session/snapshot.ts";
import { EntryActions } from "./entry-actions.tsx";
import { restoreOf } from "./restore.ts";
import { StripBar } from "./strip-bar.tsx";
import { useBranch } from "./use-branch.ts";
import { useHistory } from "./use-history.ts";
import { useHistoryKeys } from "./use-history-keys.ts";
import { words } from "./words.ts";

/** Everything about the pictures there are: beside the newest, before it, and what can be done with them. */
export function HistoryRoom({ session, view }: { session: SketchSession; view: Snapshot }) {
  const isWide = useMedia(WIDE);
  const history = useHistory(session, view.id);
  const { viewed } = useStore(session.timeline);
  const { branch, isBranching } = useBranch(session, view.title);
  useHistoryKeys(session, history);
  function restore(picture: PictureView): void {
    const operation = restoreOf(session.ink.operations, picture);
    if (!operation) return session.tell({ text: words.noDrawing, requestId: null });
    session.ink.apply(operation);
    session.timeline.set({ viewed: null });
  }
  return (
    <>
      <StripBar session={session} view={view} history={history} isWide={isWide} />
      {viewed && history ? (
        <div className="strip-actions">
          <EntryActions
            picture={viewed}
            history={history}
            restore={view.holder === "other" ? null : () => restore(viewed)}
            branch={() => void branch(viewed)}
            isBranching={isBranching}
          />
        </div>
      ) : (
        isWide && <PictureTools session={session} view={view} isWide />
      )}
    </>
  );
}
