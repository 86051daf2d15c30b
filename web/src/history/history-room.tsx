import { useMedia, WIDE } from "../page/use-media.ts";
import { useStore } from "../page/store.ts";
import { PictureTools } from "../picture/picture-tools.tsx";
import type { SketchSession } from "../sketch/sketch-session.ts";
import type { Snapshot } from "../sketch/snapshot.ts";
import { EntryActions } from "./entry-actions.tsx";
import { StripBar } from "./strip-bar.tsx";
import { useBranch } from "./use-branch.ts";
import { useHistory } from "./use-history.ts";
import { useHistoryKeys } from "./use-history-keys.ts";

/** Everything about the pictures there are: beside the newest, before it, and what can be done with them. */
export function HistoryRoom({ session, view }: { session: SketchSession; view: Snapshot }) {
  const isWide = useMedia(WIDE);
  const history = useHistory(session, view.id);
  const { viewed } = useStore(session.timeline);
  const { branch, isBranching } = useBranch(session, view.title);
  useHistoryKeys(session, history);
  return (
    <>
      <StripBar session={session} view={view} history={history} isWide={isWide} />
      {viewed && history ? (
        <div className="strip-actions">
          <EntryActions
            picture={viewed}
            history={history}
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
