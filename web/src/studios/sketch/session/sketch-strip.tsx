import { lazy, Suspense, useState } from "react";
import type { SketchSession } from "./sketch-session.ts";
import type { Snapshot } from "./snapshot.ts";

const HistoryRoom = lazy(async () => ({
  default: (await import("../history/history-room.tsx")).HistoryRoom,
}));

/** The place of the history; that room is fetched with the first stroke. */
export function SketchStrip({ session, view }: { session: SketchSession; view: Snapshot }) {
  const isWanted = view.phase === "open" || !view.isBlank;
  const [wasWanted, setWasWanted] = useState(isWanted);
  if (isWanted && !wasWanted) setWasWanted(true);
  return (
    <div className="sketch-strip">
      {wasWanted && (
        <Suspense>
          <HistoryRoom session={session} view={view} />
        </Suspense>
      )}
    </div>
  );
}
