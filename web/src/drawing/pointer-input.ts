import { Gestures, type Contact, type GestureHandlers, type GestureRules } from "./gestures.ts";
import { isTyping } from "../ui/is-typing.ts";
import type { Point } from "./view.ts";

/** A pointer that draws: how it is pressed and held, too. */
export interface HeldContact extends Contact {
  pressure: number | null;
  /** 0 upright to 1 flat; null where the device does not say. */
  tilt: number | null;
  shift: boolean;
  alt: boolean;
}

/** What one event says of a pointer: with the places it came by since the event before, and may go to next. */
interface Moving extends HeldContact {
  way: HeldContact[];
  ahead: HeldContact[];
}

export interface PointerHandlers extends Omit<GestureHandlers<HeldContact>, "move"> {
  move(way: HeldContact[], ahead: HeldContact[]): void;
  /** The wheel, or two fingers on a trackpad: nearer by `factor`, or over by `x` and `y`. */
  wheel(at: Point, change: { factor: number } | { x: number; y: number }): void;
  /** A pointer that does not touch is here; null when it left. */
  hover(at: Point | null): void;
}

type PointerEventName =
  | "pointerdown"
  | "pointermove"
  | "pointerup"
  | "pointercancel"
  | "lostpointercapture"
  | "pointerleave";

/** CSS px of a line and of a page, for wheels that count so. */
const WHEEL_UNIT_PX = [1, 16, 400];
/** How far one px of the wheel zooms. */
const WHEEL_ZOOM = 0.0022;
const WHEEL_MOST_PX = 120;

/** Feeds pointers and wheels of `element` to gestures and handlers, and keeps the browser's own gestures away. */
export function listenToPointers(
  element: HTMLElement,
  handlers: PointerHandlers,
): { rule(rules: GestureRules): void; stop(): void } {
  const gestures = new Gestures<Moving>({
    ...handlers,
    move: ({ way, ahead }) => handlers.move(way, ahead),
  });
  const stop = new AbortController();
  const { signal } = stop;
  const on = (name: PointerEventName, take: (event: PointerEvent) => void): void =>
    element.addEventListener(name, take, { signal });
  on("pointerdown", (event) => {
    // Its mouse events would take the focus and select text; Alt opens menus.
    event.preventDefault();
    // Drawing ends writing: keys are the hand's again.
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && isTyping(activeElement)) activeElement.blur();
    element.setPointerCapture(event.pointerId);
    handlers.hover(null);
    gestures.down(moving(event));
  });
  on("pointermove", (event) => {
    if (event.buttons === 0) handlers.hover({ x: event.clientX, y: event.clientY });
    gestures.move(moving(event));
  });
  on("pointerup", (event) => gestures.up(moving(event)));
  on("pointercancel", (event) => gestures.cancel(moving(event)));
  on("lostpointercapture", (event) => gestures.up(moving(event)));
  on("pointerleave", () => handlers.hover(null));
  element.addEventListener("contextmenu", (raw) => raw.preventDefault(), { signal });
  // Some browsers decide on scrolling from touch events alone.
  element.addEventListener("touchstart", (raw) => raw.preventDefault(), { signal, passive: false });
  element.addEventListener("wheel", (raw) => onWheel(raw, handlers), { signal, passive: false });
  listenToTrackpad(element, handlers, signal);
  return {
    rule: (rules) => {
      gestures.rules = rules;
    },
    stop: () => stop.abort(),
  };
}

function onWheel(event: WheelEvent, handlers: PointerHandlers): void {
  event.preventDefault();
  const unit = WHEEL_UNIT_PX[event.deltaMode] ?? 1;
  const at = { x: event.clientX, y: event.clientY };
  if (event.ctrlKey || event.metaKey) {
    const px = Math.max(-WHEEL_MOST_PX, Math.min(WHEEL_MOST_PX, event.deltaY * unit));
    // A trackpad's pinch comes in many small steps.
    const fine = Math.abs(px) < 30 ? 3 : 1;
    handlers.wheel(at, { factor: Math.exp(-px * WHEEL_ZOOM * fine) });
    return;
  }
  const [x, y] = event.shiftKey && !event.deltaX ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
  handlers.wheel(at, { x: -x * unit, y: -y * unit });
}

/** Safari's own trackpad events; other browsers send wheels with Ctrl instead. */
function listenToTrackpad(element: HTMLElement, handlers: PointerHandlers, signal: AbortSignal): void {
  let scale = 1;
  const options = { signal, passive: false };
  element.addEventListener(
    "gesturestart",
    (event) => {
      event.preventDefault();
      scale = 1;
    },
    options,
  );
  element.addEventListener(
    "gesturechange",
    (event) => {
      event.preventDefault();
      if (!("scale" in event && "clientX" in event && "clientY" in event)) return;
      const at = { x: Number(event.clientX), y: Number(event.clientY) };
      handlers.wheel(at, { factor: Number(event.scale) / scale });
      scale = Number(event.scale);
    },
    options,
  );
}

function held(event: PointerEvent): HeldContact {
  const { pointerId: id, clientX: x, clientY: y, timeStamp: timeMs, button, buttons } = event;
  const isPen = event.pointerType === "pen";
  return {
    id,
    x,
    y,
    timeMs,
    button,
    buttons,
    type: isPen ? "pen" : event.pointerType === "touch" ? "touch" : "mouse",
    radiusPx: Math.max(event.width, event.height) / 2,
    // What screens report for fingers is not force; their strokes take their width from speed, as a mouse's do.
    pressure: isPen ? event.pressure : null,
    tilt: isPen ? tiltOf(event) : null,
    shift: event.shiftKey,
    alt: event.altKey,
  };
}

function moving(event: PointerEvent): Moving {
  const way = event.getCoalescedEvents?.() ?? [];
  // What a mouse will do next nobody knows; a pen's next two places are worth showing.
  const ahead = event.pointerType === "mouse" ? [] : (event.getPredictedEvents?.() ?? []);
  return {
    ...held(event),
    way: (way.length ? way : [event]).map(held),
    ahead: ahead.slice(0, 2).map(held),
  };
}

/** 0 upright to 1 flat. */
function tiltOf({ tiltX, tiltY }: PointerEvent): number {
  const radians = Math.PI / 180;
  const lean = Math.hypot(Math.tan(tiltX * radians), Math.tan(tiltY * radians));
  return Math.min(1, Math.atan(lean) / (Math.PI / 2));
}
