/** Pointer events of one element as one hand: where it goes down, moves and lifts. */

export interface PenSample {
  clientX: number;
  clientY: number;
  /** On the clock of `performance.now()`. */
  timeMs: number;
  pressure: number | null;
}

export interface PenHandlers {
  /** False refuses the stroke. */
  down(sample: PenSample, erases: boolean): boolean;
  move(samples: PenSample[]): void;
  up(): void;
  /** What was drawn since `down` was never meant: a palm. */
  discard(): void;
}

/** After a pen was seen this recently, touches are a resting hand. */
const PEN_OWNS_MS = 1500;
/** A touch that the system takes away this soon was a palm or a gesture. */
const PALM_CANCEL_MS = 250;
/** The eraser end of a pen. */
const ERASER_BUTTON = 5;

/** Listens on `element` until the returned function is called. */
export function listenToPen(element: HTMLElement, handlers: PenHandlers): () => void {
  let active: { id: number; type: string; startedMs: number } | null = null;
  let penSeenMs = -Infinity;

  function onDown(event: PointerEvent): void {
    if (event.pointerType === "pen") penSeenMs = event.timeStamp;
    if (event.button !== 0 && event.button !== ERASER_BUTTON) return;
    if (event.pointerType === "touch" && event.timeStamp - penSeenMs < PEN_OWNS_MS) return;
    if (active) {
      if (event.pointerType !== "pen" || active.type !== "touch") return;
      // The hand came down before its pen.
      active = null;
      handlers.discard();
    }
    event.preventDefault();
    if (!handlers.down(sampleOf(event), event.button === ERASER_BUTTON)) return;
    active = { id: event.pointerId, type: event.pointerType, startedMs: event.timeStamp };
    element.setPointerCapture(event.pointerId);
  }

  function onMove(event: PointerEvent): void {
    if (event.pointerType === "pen") penSeenMs = event.timeStamp;
    if (active?.id !== event.pointerId) return;
    const events = event.getCoalescedEvents?.() ?? [];
    handlers.move((events.length ? events : [event]).map(sampleOf));
  }

  function onUp(event: PointerEvent): void {
    if (active?.id !== event.pointerId) return;
    active = null;
    handlers.up();
  }

  function onCancel(event: PointerEvent): void {
    if (active?.id !== event.pointerId) return;
    const isPalm = active.type === "touch" && event.timeStamp - active.startedMs < PALM_CANCEL_MS;
    active = null;
    if (isPalm) handlers.discard();
    else handlers.up();
  }

  const stop = new AbortController();
  const { signal } = stop;
  element.addEventListener("pointerdown", onDown, { signal });
  element.addEventListener("pointermove", onMove, { signal });
  element.addEventListener("pointerup", onUp, { signal });
  element.addEventListener("pointercancel", onCancel, { signal });
  element.addEventListener("lostpointercapture", onUp, { signal });
  element.addEventListener("contextmenu", (event) => event.preventDefault(), { signal });
  // Some browsers decide on scrolling from touch events alone.
  element.addEventListener("touchstart", (event) => event.preventDefault(), { signal, passive: false });
  return () => stop.abort();
}

function sampleOf(event: PointerEvent): PenSample {
  return {
    clientX: event.clientX,
    clientY: event.clientY,
    timeMs: event.timeStamp,
    // What screens report for fingers is not force; their strokes take their width from speed, as a mouse's do.
    pressure: event.pointerType === "pen" ? event.pressure : null,
  };
}
