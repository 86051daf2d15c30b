import { Pencil } from "lucide-react";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useStore } from "../page/store.ts";
import { PenBar } from "./pen-bar.tsx";
import type { SketchSession } from "./sketch-session.ts";
import type { Snapshot } from "./snapshot.ts";

const ViewedCanvas = lazy(async () => ({
  default: (await import("../history/viewed-canvas.tsx")).ViewedCanvas,
}));

export function CanvasPane({ session, view }: { session: SketchSession; view: Snapshot }) {
  const paper = useRef<HTMLDivElement>(null);
  const ink = useRef<HTMLCanvasElement>(null);
  const growing = useRef<HTMLCanvasElement>(null);

  const { viewed } = useStore(session.timeline);

  useEffect(() => {
    if (!paper.current || !ink.current || !growing.current) return;
    return session.ink.attach(paper.current, ink.current, growing.current);
  }, [session]);

  const isLoading = view.phase === "loading";
  const isWatching = view.holder === "other";
  return (
    <section className="sketch-pane" aria-label="Canvas">
      <div className="sketch-square bg-white ring-1 ring-border">
        <div
          ref={paper}
          data-testid="paper"
          className={`absolute inset-0 touch-none ${isWatching ? "cursor-default" : "cursor-crosshair"}`}
        >
          <canvas
            ref={ink}
            className="pointer-events-none absolute inset-0 size-full"
            role="img"
            aria-label="Your drawing"
          />
          <canvas
            ref={growing}
            className="pointer-events-none absolute inset-0 size-full"
            aria-hidden="true"
          />
        </div>
        {isLoading && <div className="chip-waits pointer-events-none absolute inset-0 bg-[#e5e7eb]" />}
        {view.isBlank && !isLoading && !isWatching && (
          <p className="pointer-events-none absolute inset-0 grid place-content-center justify-items-center gap-3 text-[20px] text-[#5b6170]">
            <Pencil className="size-7" aria-hidden="true" />
            draw something!
          </p>
        )}
        {viewed && (
          <Suspense>
            <ViewedCanvas session={session} picture={viewed} />
          </Suspense>
        )}
        {isWatching && <PenBar isTaking={view.isTaking} take={() => void session.takePen()} />}
      </div>
    </section>
  );
}
