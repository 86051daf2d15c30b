import { useEffect, useMemo } from "react";
import { useStore } from "../../../ui/store.ts";
import type { SketchSession } from "../session/sketch-session.ts";
import { History } from "./history.ts";
import { words } from "./words.ts";

/** The history of the sketch `sketchId`, kept up to date while it is on the page; null while there is no sketch. */
export function useHistory(session: SketchSession, sketchId: string | null): History | null {
  const { kept } = useStore(session.timeline);
  const history = useMemo(
    () =>
      sketchId === null
        ? null
        : new History({
            sketchId,
            viewed: () => session.timeline.get().viewed,
            view: (viewed) => session.timeline.set({ viewed }),
            failed: (what, { message, requestId = null }) =>
              session.tell({ text: words.notDone[what](message), requestId }),
          }),
    [session, sketchId],
  );
  useEffect(() => {
    history?.start();
    return () => history?.stop();
  }, [history]);
  useEffect(() => {
    if (kept > 0) history?.kept();
  }, [history, kept]);
  return history;
}
