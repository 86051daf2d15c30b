import { Store } from "../ui/store.ts";
import type { Hand, Sample } from "./hand.ts";
import { PAGE_SIDE } from "./page-size.ts";
import { listenToPointers, type HeldContact } from "./pointer-input.ts";
import type { GestureRules } from "./gestures.ts";
import {
  FIRST_VIEW,
  fittingSidePx,
  moved,
  pinched,
  reachable,
  settled,
  toPage,
  zoomed,
  type Frame,
  type Point,
  type View,
} from "./view.ts";

interface Parts {
  hand: Hand;
  /** A pen was used here. */
  penSeen(): void;
  /** A finger tries to draw, and may not. */
  fingerIdle(): void;
}

/** The page in its frame: looked at from near and far, turned, and drawn on with whatever points at it. */
export class PageControl {
  readonly view = new Store<View>(FIRST_VIEW);
  /** Where a pointer hovers above the frame, CSS px from its top left; drawn by who shows the brush there. */
  onHover: (at: Point | null) => void = () => undefined;
  readonly #parts: Parts;
  #rules: GestureRules = { pans: false, fingersDraw: true };
  #applyRules: (rules: GestureRules) => void = () => undefined;
  #frame: HTMLElement | null = null;
  #page: HTMLElement | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get rules(): GestureRules {
    return this.#rules;
  }
  set rules(rules: GestureRules) {
    this.#rules = rules;
    this.#applyRules(rules);
  }

  /** Shows and moves `page` within `frame`, until the returned function is called. */
  attach(frame: HTMLElement, page: HTMLElement): () => void {
    const { hand, penSeen, fingerIdle } = this.#parts;
    this.#frame = frame;
    this.#page = page;
    const pointers = listenToPointers(frame, {
      down: (contact, erases) => hand.down(this.#toSample(contact), erases),
      move: (way, ahead) =>
        hand.move(
          way.map((each) => this.#toSample(each)),
          ahead.map((each) => this.#toSample(each)),
        ),
      up: () => hand.up(),
      discard: () => hand.discard(),
      pan: (x, y) => this.#look(moved(this.view.get(), x, y)),
      pinch: ([a, b], [c, d]) =>
        this.#look(
          pinched(
            this.view.get(),
            this.#size(),
            [this.#inFrame(a), this.#inFrame(b)],
            [this.#inFrame(c), this.#inFrame(d)],
          ),
        ),
      viewed: () => this.#look(settled(this.view.get(), this.#size())),
      penSeen,
      fingerIdle,
      wheel: (at, change) => {
        const next =
          "factor" in change
            ? zoomed(this.view.get(), this.#size(), this.#inFrame(at), change.factor)
            : moved(this.view.get(), change.x, change.y);
        this.#look(reachable(next, this.#size()));
      },
      hover: (at) => this.onHover(at && this.#inFrame(at)),
    });
    this.#applyRules = pointers.rule;
    pointers.rule(this.#rules);
    const resized = new ResizeObserver(() => this.#look(reachable(this.view.get(), this.#size())));
    resized.observe(frame);
    this.#show();
    return () => {
      pointers.stop();
      resized.disconnect();
      this.#applyRules = () => undefined;
      this.#frame = null;
      this.#page = null;
    };
  }

  /** The whole page again, upright. */
  reset(): void {
    this.#look(FIRST_VIEW);
  }

  /** Nearer by `factor`, towards the middle of the frame. */
  zoom(factor: number): void {
    const size = this.#size();
    const middle = { x: size.width / 2, y: size.height / 2 };
    this.#look(settled(zoomed(this.view.get(), size, middle, factor), size));
  }

  /** Where on the page a pointer is. */
  pagePoint({ clientX, clientY }: { clientX: number; clientY: number }): Point {
    return toPage(this.view.get(), this.#size(), this.#inFrame({ x: clientX, y: clientY }));
  }

  /** CSS px of one page unit. */
  get scale(): number {
    return (this.view.get().zoom * fittingSidePx(this.#size())) / PAGE_SIDE;
  }

  #look(view: View): void {
    this.view.set(view);
    this.#show();
  }

  #show(): void {
    if (!this.#page) return;
    const { zoom, angle, x, y } = this.view.get();
    const { style } = this.#page;
    style.setProperty("--zoom", String(zoom));
    style.width = style.height = `${fittingSidePx(this.#size())}px`;
    style.transform = `translate(-50%, -50%) translate(${x}px, ${y}px) rotate(${angle}rad) scale(${zoom})`;
  }

  #size(): Frame {
    return { width: this.#frame?.clientWidth ?? 0, height: this.#frame?.clientHeight ?? 0 };
  }

  #inFrame({ x, y }: Point): Point {
    const box = this.#frame?.getBoundingClientRect();
    return { x: x - (box?.left ?? 0), y: y - (box?.top ?? 0) };
  }

  #toSample({ x, y, timeMs, pressure, tilt, shift, alt }: HeldContact): Sample {
    const at = toPage(this.view.get(), this.#size(), this.#inFrame({ x, y }));
    return { ...at, timeMs, pressure, tilt, shift, alt, unitPx: this.scale };
  }
}
