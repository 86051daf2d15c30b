import type { Brush } from "./brush.ts";
import type { Ink } from "./ink.ts";
import type { StrokePoint } from "./operation.ts";
import { Stabiliser } from "./stabiliser.ts";
import { constrained } from "./straight.ts";
import type { Point } from "./view.ts";

/** Where a pointer is on the page, and how it is held. */
export interface Sample extends Point {
  timeMs: number;
  pressure: number | null;
  /** 0 upright to 1 flat; null where the device does not say. */
  tilt: number | null;
  shift: boolean;
  alt: boolean;
  /** CSS px of a page unit, as it is seen now. */
  unitPx: number;
}

export interface HandHandlers {
  /** Ink would go on a layer that is hidden. */
  unseen(): void;
  /** A colour is under the eyedropper; `isChosen`: it was let go there. */
  picked(colour: string, isChosen: boolean): void;
}

/** What the pointer that is down does. */
type Doing =
  | { kind: "nothing" }
  /** The page takes no ink, and is asked to. */
  | { kind: "ask" }
  | { kind: "stroke"; stabiliser: Stabiliser; startMs: number; last: Sample }
  | { kind: "line"; start: Sample }
  | { kind: "pick"; at: Point }
  | { kind: "fill"; at: Point };

/** How often a calmed line comes after a hand that rests, ms. */
const TRAIL_MS = 16;

/** Turns the way of a pointer over the page into what the chosen tool makes of it. */
export class Hand {
  brush: Brush = { tool: "brush", colour: "#1b1b1f", size: 12, layer: 0, calm: 0 };
  readonly #ink: Ink;
  readonly #handlers: HandHandlers;
  #doing: Doing = { kind: "nothing" };
  #trailTimer = 0;

  constructor(ink: Ink, handlers: HandHandlers) {
    this.#ink = ink;
    this.#handlers = handlers;
  }

  /** False when nothing comes of it. */
  down(sample: Sample, erases: boolean): boolean {
    const { tool, colour, size, layer, calm } = this.brush;
    if (!erases && (tool === "pick" || sample.alt)) {
      this.#pick(sample, false);
      return true;
    }
    if (!this.#ink.accepts) {
      this.#doing = { kind: "ask" };
      return true;
    }
    if (this.#ink.page.ink[layer]?.isHidden) {
      this.#handlers.unseen();
      return false;
    }
    if (!erases && tool === "fill") {
      this.#doing = { kind: "fill", at: sample };
      return true;
    }
    const isLine = tool === "line" && !erases;
    const strokeTool = erases || tool === "eraser" ? "eraser" : isLine ? "line" : "brush";
    const first = pointAt(sample, sample, 0);
    const points = isLine ? [first, first] : [first];
    const stroke = { tool: strokeTool, colour, size, points, ...(layer && { layer }) } as const;
    if (!this.#ink.begin(stroke, sample.timeMs)) return false;
    this.#doing = isLine
      ? { kind: "line", start: sample }
      : {
          kind: "stroke",
          stabiliser: new Stabiliser(calm, sample, sample.timeMs, sample.unitPx),
          startMs: sample.timeMs,
          last: sample,
        };
    return true;
  }

  move(samples: readonly Sample[], predicted: readonly Sample[]): void {
    const last = samples.at(-1);
    const doing = this.#doing;
    if (!last) return;
    if (doing.kind === "pick") this.#pick(last, false);
    else if (doing.kind === "line") {
      const end = last.shift ? constrained(doing.start, last) : last;
      this.#ink.bend(pointAt(end, doing.start, last.timeMs - doing.start.timeMs), last.timeMs);
    } else if (doing.kind === "stroke") {
      const { stabiliser, startMs } = doing;
      const points = samples.map((each) =>
        pointAt(stabiliser.follow(each, each.timeMs), each, each.timeMs - startMs),
      );
      // A calmed line trails behind the hand anyway.
      const ahead = this.brush.calm > 0 ? [] : predicted;
      this.#ink.extend(
        points,
        ahead.map((each) => pointAt(each, each, each.timeMs - startMs)),
        samples[0]?.timeMs ?? last.timeMs,
      );
      doing.last = last;
      this.#trail();
    }
  }

  up(): void {
    const doing = this.#end();
    if (doing.kind === "pick") return this.#pick(doing.at, true);
    if (doing.kind === "ask") return this.#ink.ask();
    if (doing.kind === "fill") {
      const { colour, layer } = this.brush;
      return void this.#ink.fill(doing.at.x, doing.at.y, colour, layer);
    }
    if (doing.kind === "stroke") {
      const { stabiliser, startMs, last } = doing;
      const rest = stabiliser
        .catchUp()
        .map((at, step) => pointAt(at, last, last.timeMs - startMs + (step + 1) * TRAIL_MS));
      this.#ink.extend(rest, [], performance.now());
    }
    this.#ink.finishStroke();
  }

  discard(): void {
    const { kind } = this.#end();
    if (kind === "stroke" || kind === "line") this.#ink.discardStroke();
  }

  #end(): Doing {
    const doing = this.#doing;
    this.#doing = { kind: "nothing" };
    clearTimeout(this.#trailTimer);
    return doing;
  }

  #pick(at: Point, isChosen: boolean): void {
    if (!isChosen) this.#doing = { kind: "pick", at };
    const colour = this.#ink.colourAt(at.x, at.y);
    if (colour) this.#handlers.picked(colour, isChosen);
  }

  /** Lets a calmed line come on while the hand rests. */
  #trail(): void {
    clearTimeout(this.#trailTimer);
    const doing = this.#doing;
    if (doing.kind !== "stroke" || !doing.stabiliser.isBehind) return;
    this.#trailTimer = window.setTimeout(() => {
      const { stabiliser, startMs, last } = doing;
      const nowMs = performance.now();
      this.#ink.extend([pointAt(stabiliser.wait(nowMs), last, nowMs - startMs)], [], nowMs);
      this.#trail();
    }, TRAIL_MS);
  }
}

function pointAt(at: Point, { pressure, tilt }: Sample, tMs: number): StrokePoint {
  const point = [
    round(at.x, 10),
    round(at.y, 10),
    Math.max(0, Math.round(tMs)),
    pressure === null ? null : round(pressure, 100),
  ] as const;
  return tilt === null || tilt === 0 ? point : [...point, round(tilt, 100)];
}

const round = (value: number, per: number): number => Math.round(value * per) / per;
