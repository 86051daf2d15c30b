import { ListFilter } from "lucide-react";
import { useStore } from "../../../ui/store.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { useMedia } from "../../../ui/use-media.ts";
import { VariationRow } from "../picture/variation-row.tsx";
import type { SketchSession } from "../session/sketch-session.ts";
import type { Snapshot } from "../session/snapshot.ts";
import type { History } from "./history.ts";
import { PinShown } from "./pin-shown.tsx";
import { Strip } from "./strip.tsx";
import { words } from "./words.ts";

const NO_ROOM_BELOW = "(orientation: landscape) and (max-height: 520px)";
/** A thumbnail and the gap beside it. */
const STEP_PX = 64;

interface Props {
  session: SketchSession;
  view: Snapshot;
  history: History | null;
  isWide: boolean;
}

/** Variations, then all kept pictures, newest at the right; on a phone held sideways a column, newest on top. */
export function StripBar({ session, view, history, isWide }: Props) {
  const { viewed } = useStore(session.timeline);
  const axis = useMedia(NO_ROOM_BELOW) ? "y" : "x";
  return (
    <section className="strip-bar" aria-label={words.strip} data-history="">
      {isWide && <VariationRow session={session} disabled={view.holder === "other"} keepsPlaces />}
      {history ? (
        <Timeline session={session} history={history} axis={axis} />
      ) : (
        <Empty axis={axis} text={words.empty} />
      )}
      {history && !viewed && <PinShown history={history} />}
      {history && (
        <button
          type="button"
          className={`strip-now ${viewed ? "border-strong bg-strong text-white" : "border-primary"}`}
          aria-label={viewed ? words.backToNow : words.now}
          title={viewed ? words.backToNow : words.now}
          aria-pressed={viewed === null}
          onClick={() => session.timeline.set({ viewed: null })}
        >
          {words.now}
        </button>
      )}
    </section>
  );
}

/** A column has no room for words. */
function Empty({ axis, text }: { axis: "x" | "y"; text: string }) {
  return <p className={axis === "x" ? "min-w-0 flex-1 text-center text-muted" : "sr-only"}>{text}</p>;
}

function Timeline({ session, history, axis }: { session: SketchSession; history: History; axis: "x" | "y" }) {
  const { pictures, failure, isLoading, isPinnedOnly } = useStore(history.store);
  const { viewed } = useStore(session.timeline);
  const filterLabel = isPinnedOnly ? words.allPictures : words.pinnedOnly;
  return (
    <>
      <button
        type="button"
        className={`${BUTTON.icon} ${isPinnedOnly ? "bg-strong text-white hover:bg-strong" : "text-muted"}`}
        aria-label={filterLabel}
        title={filterLabel}
        aria-pressed={isPinnedOnly}
        onClick={() => history.showPinned(!isPinnedOnly)}
      >
        <ListFilter className="size-4" aria-hidden="true" />
      </button>
      {failure ? (
        <p role="alert" className="flex flex-1 flex-wrap items-center justify-center gap-x-3 text-muted">
          {words.failed}
          <button
            type="button"
            className="min-h-11 px-2 font-medium text-text underline"
            onClick={() => history.retry()}
          >
            {words.tryAgain}
          </button>
        </p>
      ) : pictures.length === 0 && !isLoading ? (
        <Empty axis={axis} text={isPinnedOnly ? words.noPinned : words.empty} />
      ) : (
        <Strip
          history={history}
          viewed={viewed}
          view={(picture) => session.timeline.set({ viewed: picture })}
          axis={axis}
          stepPx={STEP_PX}
        />
      )}
    </>
  );
}
