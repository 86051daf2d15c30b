import { Maximize, Pencil } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { isFirstView } from "../../../drawing/view.ts";
import { denied } from "../../../ui/browser-gifts.ts";
import { useStore } from "../../../ui/store.ts";
import type { SketchSession } from "../session/sketch-session.ts";
import type { Snapshot } from "../session/snapshot.ts";
import type { Desk } from "./desk.ts";
import { PenBar } from "./pen-bar.tsx";
import { showBrushRing } from "./brush-ring.ts";
import { useImageSources } from "./use-image-sources.ts";
import { words } from "./words.ts";

const PlacementBox = lazy(async () => ({ default: (await import("./placement-box.tsx")).PlacementBox }));
const PlacementBar = lazy(async () => ({ default: (await import("./placement-box.tsx")).PlacementBar }));

const ViewedCanvas = lazy(async () => ({
  default: (await import("../history/viewed-canvas.tsx")).ViewedCanvas,
}));

interface Props {
  session: SketchSession;
  desk: Desk;
  view: Snapshot;
}

export function CanvasPane({ session, desk, view }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const page = useRef<HTMLDivElement>(null);
  const layers = useRef<HTMLDivElement>(null);
  const ring = useRef<HTMLDivElement>(null);
  const { placing, notice, said, isImporting } = useStore(desk.state);
  const painted = useStore(session.ink.painted);
  const { isTroubled } = useStore(session.localCopy);
  // Said for the whole page already.
  const { storage: isDenied } = useStore(denied);
  const { viewed } = useStore(session.timeline);
  const isOffline = view.chip.state === "offline";
  const isDropping = useImageSources(desk);

  useEffect(() => (layers.current ? session.ink.attach(layers.current) : undefined), [session]);
  useEffect(() => {
    if (frame.current && page.current) return desk.control.attach(frame.current, page.current);
  }, [desk]);
  useEffect(() => (ring.current ? showBrushRing(ring.current, desk) : undefined), [desk]);

  const isLoading = view.phase === "loading";
  const isWatching = view.holder === "other";
  return (
    <section className="sketch-pane sketch-pane-canvas" aria-label={words.canvas}>
      <div
        ref={frame}
        className={`canvas-frame ${isWatching ? "cursor-default" : "cursor-crosshair"}`}
        data-testid="canvas-frame"
      >
        <div ref={page} className="canvas-page">
          <div
            ref={layers}
            className="canvas-layers"
            data-testid="paper"
            role="img"
            aria-label={words.drawing}
          />
          {placing && (
            <Suspense>
              <PlacementBox desk={desk} placing={placing} />
            </Suspense>
          )}
          {view.isBlank && !isLoading && !isWatching && !placing && (
            <p className="pointer-events-none absolute inset-0 grid place-content-center justify-items-center gap-3 text-title text-[#5b6170]">
              <Pencil className="size-7" aria-hidden="true" />
              {words.hint}
            </p>
          )}
        </div>
        <div ref={ring} className="brush-ring" aria-hidden="true" hidden />
        {isDropping && <p className="canvas-drop">{words.dropHere}</p>}
      </div>
      {viewed && (
        <Suspense>
          <ViewedCanvas session={session} picture={viewed} />
        </Suspense>
      )}
      <p className="sr-only" role="status">
        {said}
      </p>
      <div className="canvas-foot">
        <ViewButton desk={desk} />
        <Progress isLoading={isLoading} isImporting={isImporting} painted={painted.part} />
        {isTroubled && !isDenied && <StorageNote key={String(isOffline)} isOffline={isOffline} />}
        {notice && <Note text={notice} dismiss={() => desk.state.set({ notice: null })} />}
        {placing && (
          <Suspense>
            <PlacementBar desk={desk} placing={placing} />
          </Suspense>
        )}
        {isWatching && <PenBar isTaking={view.isTaking} take={() => void session.takePen()} />}
      </div>
    </section>
  );
}

function ViewButton({ desk }: { desk: Desk }) {
  const view = useStore(desk.control.view);
  if (isFirstView(view)) return null;
  const zoom = Math.round(view.zoom * 100);
  return (
    <button
      type="button"
      data-testid="reset-view"
      className="canvas-view-button"
      aria-label={words.resetView(zoom)}
      title={words.resetView(zoom)}
      onClick={() => desk.control.reset()}
    >
      <Maximize className="size-4" aria-hidden="true" />
      {words.zoom(zoom)}
    </button>
  );
}

interface ProgressProps {
  isLoading: boolean;
  isImporting: boolean;
  painted: number | null;
}

function Progress({ isLoading, isImporting, painted }: ProgressProps) {
  if (!isLoading && !isImporting && painted === null) return null;
  return (
    <div className="canvas-note canvas-progress" role="status">
      {isImporting ? words.importing : words.painting}
      {painted !== null && (
        <progress aria-label={words.painting} className="block h-1 w-full" max={1} value={painted} />
      )}
    </div>
  );
}

function Note({ text, dismiss }: { text: string; dismiss: () => void }) {
  return (
    <div role="alert" className="canvas-note flex items-center justify-between gap-3 select-text">
      {text}
      <button
        type="button"
        className="min-h-11 shrink-0 rounded-lg px-3 font-medium hover:bg-raised"
        onClick={dismiss}
      >
        {words.dismiss}
      </button>
    </div>
  );
}

/** Said once for each trouble, and once more when the network goes too. */
function StorageNote({ isOffline }: { isOffline: boolean }) {
  const [isRead, setRead] = useState(false);
  if (isRead) return null;
  return (
    <Note text={isOffline ? words.storageFullOffline : words.storageFull} dismiss={() => setRead(true)} />
  );
}
