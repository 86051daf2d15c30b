import { DrawingHistory } from "./history.ts";
import type { MarkOperation, Operation, StrokeOperation, StrokePoint, Tool } from "./operation.ts";
import { SEAM_POINTS } from "./outline.ts";
import { PAGE_SIDE } from "./page-size.ts";
import { listenToPen, type PenSample } from "./pen-input.ts";
import { randomId } from "./random-id.ts";
import { InkSurface } from "./surface.ts";

export interface Brush {
  tool: Tool;
  colour: string;
  size: number;
}

export interface InkHandlers {
  /** The page looks different now. */
  inked(): void;
  pen(down: boolean): void;
  /** To be saved; the page shows it already. */
  operation(operation: Operation): void;
  /** The page was touched while it takes no ink. */
  blocked(): void;
  changed(): void;
}

/** Something that holds the same drawing elsewhere. */
export interface InkFollower {
  /** Begin anew with these. */
  load(operations: readonly Operation[]): void;
  add(operation: Operation): void;
}

/** A moment of the drawing: the newest operation on the page, and the stroke that grows above it. */
export interface InkMoment {
  after: string | null;
  growing: StrokeOperation | null;
}

/** A longer stroke goes on in a second operation, so that painting it stays cheap. */
const STROKE_MAX_POINTS = 1000;

type Growing = Omit<StrokeOperation, "points"> & { points: StrokePoint[] };

/** The drawing and the hand on it: takes strokes, paints them, and says what to save. */
export class Ink {
  brush: Brush = { tool: "brush", colour: "#1b1b1f", size: 8 };
  accepts = true;
  readonly #handlers: InkHandlers;
  #history = new DrawingHistory();
  #operations: Operation[] = [];
  #follower: InkFollower | null = null;
  #surface: InkSurface | null = null;
  #element: HTMLElement | null = null;
  #growing: Growing | null = null;
  #startedMs = 0;
  #paintRequest = 0;
  #inputMs = 0;

  constructor(handlers: InkHandlers) {
    this.#handlers = handlers;
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }
  get canRedo(): boolean {
    return this.#history.canRedo;
  }
  get isBlank(): boolean {
    return this.#history.isBlank && !this.#growing;
  }
  get penDown(): boolean {
    return this.#growing !== null;
  }
  has(id: string): boolean {
    return this.#history.has(id);
  }
  /** The whole log of this drawing, marks too, as far as this tab knows it. */
  get operations(): readonly Operation[] {
    return this.#operations;
  }
  get moment(): InkMoment {
    const growing = this.#growing && { ...this.#growing, points: [...this.#growing.points] };
    return { after: this.#history.lastId, growing };
  }

  /** Keeps `follower` at what is drawn here, from now on. */
  follow(follower: InkFollower): void {
    this.#follower = follower;
    follower.load(this.#operations);
  }

  /** Adds what changes nothing on the page. */
  note(operation: MarkOperation): void {
    this.#history.apply(operation);
    this.#operations.push(operation);
    this.#handlers.operation(operation);
  }

  /** Shows the drawing on two stacked canvases inside `element`, and draws on them, until the returned function is called. */
  attach(element: HTMLElement, ink: HTMLCanvasElement, growing: HTMLCanvasElement): () => void {
    this.#element = element;
    this.#surface = new InkSurface(ink, growing);
    this.#fit();
    this.#repaint();
    const resized = new ResizeObserver(() => this.#fit());
    resized.observe(element);
    const unlisten = listenToPen(element, {
      down: (sample, erases) => this.#start(sample, erases),
      move: (samples) => this.#move(samples),
      up: () => this.finishStroke(),
      discard: () => this.#discard(),
    });
    return () => {
      unlisten();
      resized.disconnect();
      cancelAnimationFrame(this.#paintRequest);
      this.#surface = null;
      this.#element = null;
    };
  }

  /** Replaces the drawing by a replay of `operations`; false when that changed nothing on the page. */
  load(operations: Iterable<Operation>): boolean {
    const before = this.#history.visibleStrokes().map((stroke) => stroke.id);
    this.#operations = [...operations];
    this.#history = DrawingHistory.replay(this.#operations);
    this.#follower?.load(this.#operations);
    this.#repaint();
    this.#handlers.changed();
    const after = this.#history.visibleStrokes();
    return before.length !== after.length || after.some((stroke, at) => stroke.id !== before[at]);
  }

  act(op: "undo" | "redo" | "clear"): void {
    if (!this.accepts) return;
    this.finishStroke();
    this.#commit({ op, id: randomId(12) });
  }

  finishStroke(): void {
    const growing = this.#growing;
    if (!growing) return;
    this.#growing = null;
    this.#commit(growing);
    this.#handlers.pen(false);
  }

  drawInto(target: OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D, sidePx: number): boolean {
    if (!this.#surface) return false;
    if (this.#growing) this.#paintGrowing();
    this.#surface.drawInto(target, sidePx);
    return true;
  }

  #start(sample: PenSample, erases: boolean): boolean {
    if (!this.accepts) {
      this.#handlers.blocked();
      return false;
    }
    this.#startedMs = sample.timeMs;
    const { tool, colour, size } = this.brush;
    this.#growing = {
      op: "stroke",
      id: randomId(12),
      tool: erases ? "eraser" : tool,
      colour,
      size,
      points: [this.#toPoint(sample)],
    };
    this.#handlers.pen(true);
    this.#touched(sample.timeMs);
    return true;
  }

  #move(samples: PenSample[]): void {
    const growing = this.#growing;
    if (!growing) return;
    for (const sample of samples) growing.points.push(this.#toPoint(sample));
    if (growing.points.length >= STROKE_MAX_POINTS) this.#split(growing);
    this.#touched(samples[0]?.timeMs ?? 0);
  }

  #split(growing: Growing): void {
    this.#commit(growing);
    this.#growing = {
      ...growing,
      id: randomId(12),
      points: growing.points.slice(-SEAM_POINTS),
      joins: true,
    };
  }

  #discard(): void {
    if (!this.#growing) return;
    this.#growing = null;
    this.#surface?.grow(null);
    this.#handlers.inked();
    this.#handlers.pen(false);
    this.#handlers.changed();
  }

  #commit(operation: Operation): void {
    const change = this.#history.apply(operation);
    if (change === "nothing") return;
    this.#operations.push(operation);
    this.#follower?.add(operation);
    if (change === "added" && operation.op === "stroke") {
      this.#surface?.add(operation);
      this.#surface?.grow(null);
    } else {
      this.#repaint();
    }
    this.#handlers.operation(operation);
    this.#handlers.inked();
    this.#handlers.changed();
  }

  /** The growing stroke got longer: paint it before the next frame is shown. */
  #touched(inputMs: number): void {
    this.#handlers.inked();
    if (this.#paintRequest) return;
    this.#inputMs = inputMs;
    this.#paintRequest = requestAnimationFrame(() => {
      this.#paintRequest = 0;
      this.#paintGrowing();
      // Input to paint, for those who measure.
      if (this.#element) this.#element.dataset.inkMs = (performance.now() - this.#inputMs).toFixed(1);
    });
  }

  #paintGrowing(): void {
    this.#surface?.grow(this.#growing);
  }

  #fit(): void {
    const width = this.#element?.clientWidth ?? 0;
    if (width > 0 && this.#surface?.fit(width, window.devicePixelRatio)) this.#repaint();
  }

  #repaint(): void {
    this.#surface?.repaint(this.#history.visibleStrokes());
    this.#paintGrowing();
  }

  #toPoint(sample: PenSample): StrokePoint {
    const box = this.#element?.getBoundingClientRect();
    const x = box?.width ? ((sample.clientX - box.left) / box.width) * PAGE_SIDE : 0;
    const y = box?.height ? ((sample.clientY - box.top) / box.height) * PAGE_SIDE : 0;
    const tMs = Math.max(0, Math.round(sample.timeMs - this.#startedMs));
    const pressure = sample.pressure === null ? null : round(sample.pressure, 100);
    return [round(x, 10), round(y, 10), tMs, pressure];
  }
}

const round = (value: number, per: number): number => Math.round(value * per) / per;
