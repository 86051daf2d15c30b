import type { Point } from "./view.ts";

/** One pointer at one moment, in CSS px of the window and ms on one clock. */
export interface Contact extends Point {
  id: number;
  type: "mouse" | "pen" | "touch";
  timeMs: number;
  /** As in `PointerEvent`. */
  button: number;
  buttons: number;
  /** Half the width of what touches the screen, CSS px. */
  radiusPx: number;
}

export interface GestureHandlers<C extends Contact> {
  /** A stroke begins; false refuses it. */
  down(contact: C, erases: boolean): boolean;
  move(contact: C): void;
  up(): void;
  /** What was drawn since `down` was never meant. */
  discard(): void;
  pan(x: number, y: number): void;
  pinch(from: readonly [Point, Point], to: readonly [Point, Point]): void;
  /** The view was let go. */
  viewed(): void;
  penSeen(): void;
  /** One finger moves as if it drew, and the rules let it do nothing. */
  fingerIdle(): void;
}

export interface GestureRules {
  /** One pointer moves the page instead of drawing. */
  pans: boolean;
  fingersDraw: boolean;
}

type State =
  | { kind: "idle" }
  | { kind: "drawing"; id: number; type: Contact["type"]; start: Point; startMs: number; travelPx: number }
  | { kind: "panning"; id: number; last: Point }
  | { kind: "pinching"; ids: readonly [number, number] }
  /** A gesture is over, though fingers are still down: they mean nothing until all have left. */
  | { kind: "spent" };

/** After a pen was this near this recently, touches are a resting hand. */
const PEN_OWNS_MS = 500;
/** Wider contacts are no fingertips. */
const PALM_RADIUS_PX = 44;
/** A touch that the system takes away this soon was a palm or a gesture of its own. */
const PALM_CANCEL_MS = 250;
/** A second finger this soon, before the first went far, means two fingers; a resting first finger has longer. */
const SECOND_MS = 100;
const SECOND_TRAVEL_PX = 12;
const SECOND_RESTING_MS = 400;
const RESTING_TRAVEL_PX = 3;
/** `PointerEvent.button` and `buttons`. */
const MIDDLE = 1;
const BARREL = 2;
const ERASER_END = 5;
const BARREL_OR_ERASER_HELD = 2 | 32;

/** Tells drawing from navigating: one pointer draws, two fingers move, turn and scale the page, palms do nothing. */
export class Gestures<C extends Contact = Contact> {
  rules: GestureRules = { pans: false, fingersDraw: true };
  readonly #handlers: GestureHandlers<C>;
  #state: State = { kind: "idle" };
  /** Where each finger is that counts. */
  readonly #fingers = new Map<number, Point>();
  #penMs = -Infinity;
  /** One that does nothing, and where it came down. */
  #idle: { id: number; start: Point } | null = null;

  constructor(handlers: GestureHandlers<C>) {
    this.#handlers = handlers;
  }

  down(contact: C): void {
    if (contact.type === "touch") this.#fingerDown(contact);
    else if (contact.type === "pen") this.#penDown(contact);
    else if (contact.button === 0 || contact.button === MIDDLE) this.#begin(contact, false);
  }

  move(contact: C): void {
    if (contact.type === "pen") this.#seePen(contact.timeMs);
    const state = this.#state;
    if (state.kind === "pinching") return this.#pinch(contact, state.ids);
    if (this.#fingers.has(contact.id)) this.#fingers.set(contact.id, contact);
    if (this.#idle?.id === contact.id && distance(this.#idle.start, contact) > SECOND_TRAVEL_PX) {
      this.#idle = null;
      this.#handlers.fingerIdle();
    }
    if (state.kind === "drawing" && state.id === contact.id) {
      state.travelPx = Math.max(state.travelPx, distance(state.start, contact));
      this.#handlers.move(contact);
    } else if (state.kind === "panning" && state.id === contact.id) {
      this.#handlers.pan(contact.x - state.last.x, contact.y - state.last.y);
      state.last = contact;
    }
  }

  up(contact: C): void {
    this.#end(contact, () => this.#handlers.up());
  }

  cancel(contact: C): void {
    const state = this.#state;
    const isPalm =
      state.kind === "drawing" && state.type === "touch" && contact.timeMs - state.startMs < PALM_CANCEL_MS;
    this.#end(contact, () => (isPalm ? this.#handlers.discard() : this.#handlers.up()));
  }

  #fingerDown(contact: C): void {
    const isPenAbout = contact.timeMs - this.#penMs < PEN_OWNS_MS;
    if (isPenAbout || contact.radiusPx > PALM_RADIUS_PX) return;
    const state = this.#state;
    if (state.kind === "drawing") {
      if (state.type !== "touch" || !isSecondFinger(state, contact)) return;
      this.#handlers.discard();
      this.#state = { kind: "idle" };
    }
    this.#fingers.set(contact.id, contact);
    const [first, second] = this.#fingers.keys();
    this.#idle = null;
    if (this.#fingers.size === 1) {
      if (this.rules.pans || this.rules.fingersDraw) this.#begin(contact, false);
      else if (this.#state.kind === "idle") this.#idle = { id: contact.id, start: contact };
    } else if (this.#fingers.size === 2 && first !== undefined && second !== undefined) {
      if (this.#state.kind !== "spent") this.#state = { kind: "pinching", ids: [first, second] };
    }
  }

  #penDown(contact: C): void {
    this.#seePen(contact.timeMs);
    const isTip = contact.button === 0;
    if (!isTip && contact.button !== BARREL && contact.button !== ERASER_END) return;
    const state = this.#state;
    const isFinger = state.kind === "pinching" || this.#fingers.has("id" in state ? state.id : -1);
    if ((state.kind === "drawing" || state.kind === "panning") && !isFinger) return;
    // The hand came down before its pen.
    if (state.kind === "drawing") this.#handlers.discard();
    else if (state.kind !== "idle") this.#handlers.viewed();
    this.#fingers.clear();
    this.#idle = null;
    this.#state = { kind: "idle" };
    this.#begin(contact, !isTip || (contact.buttons & BARREL_OR_ERASER_HELD) !== 0);
  }

  #begin(contact: C, erases: boolean): void {
    if (this.#state.kind !== "idle") return;
    const { id, type, timeMs, x, y } = contact;
    if (this.rules.pans || contact.button === MIDDLE) {
      this.#state = { kind: "panning", id, last: { x, y } };
    } else if (this.#handlers.down(contact, erases)) {
      this.#state = { kind: "drawing", id, type, start: { x, y }, startMs: timeMs, travelPx: 0 };
    }
  }

  #pinch(contact: C, [first, second]: readonly [number, number]): void {
    const [from, other] = [
      this.#fingers.get(contact.id),
      this.#fingers.get(contact.id === first ? second : first),
    ];
    if (!from || !other) return;
    this.#fingers.set(contact.id, contact);
    this.#handlers.pinch([from, other], [contact, other]);
  }

  #end(contact: C, endStroke: () => void): void {
    if (contact.type === "pen") this.#seePen(contact.timeMs);
    this.#fingers.delete(contact.id);
    if (this.#idle?.id === contact.id) this.#idle = null;
    const state = this.#state;
    if (state.kind === "drawing" && state.id === contact.id) {
      this.#state = { kind: this.#fingers.size ? "spent" : "idle" };
      return endStroke();
    }
    if (state.kind === "panning" && state.id === contact.id) {
      this.#state = { kind: this.#fingers.size ? "spent" : "idle" };
      return this.#handlers.viewed();
    }
    if (state.kind === "pinching" && state.ids.includes(contact.id)) {
      this.#state = { kind: "spent" };
      this.#handlers.viewed();
    }
    if (this.#state.kind === "spent" && this.#fingers.size === 0) this.#state = { kind: "idle" };
  }

  #seePen(timeMs: number): void {
    if (this.#penMs === -Infinity) this.#handlers.penSeen();
    this.#penMs = timeMs;
  }
}

function isSecondFinger(first: { startMs: number; travelPx: number }, second: Contact): boolean {
  const afterMs = second.timeMs - first.startMs;
  return (
    (afterMs <= SECOND_MS && first.travelPx <= SECOND_TRAVEL_PX) ||
    (afterMs <= SECOND_RESTING_MS && first.travelPx <= RESTING_TRAVEL_PX)
  );
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
