import { Store } from "../ui/store.ts";
import { DrawingHistory } from "./history.ts";
import { ImageStore } from "./image-store.ts";
import { InkScreen } from "./ink-screen.ts";
import type {
  FillOperation,
  InkLayer,
  MarkOperation,
  Operation,
  StrokeOperation,
  StrokePoint,
} from "./operation.ts";
import { SEAM_POINTS } from "./outline.ts";
import type { FilledArea } from "./page-raster.ts";
import { samePage, type PageState } from "./page-state.ts";
import type { Context } from "./paint.ts";
import { randomId } from "./random-id.ts";

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
  /** Begin anew with what a log's bytes say, and then these. */
  load(operations: readonly Operation[], log?: Uint8Array): void;
  add(operation: Operation): void;
  flood(x: number, y: number, layer: InkLayer): Promise<FilledArea | null>;
}

/** A moment of the drawing: the newest operation on the page, and the stroke that grows above it. */
export interface InkMoment {
  after: string | null;
  growing: StrokeOperation | null;
}

/** A longer stroke goes on in a second operation, so that painting it stays cheap. */
const STROKE_MAX_POINTS = 1000;

type Growing = Omit<StrokeOperation, "points"> & { points: StrokePoint[] };

/** The drawing: takes operations and the stroke that grows, shows them, and says what to save. */
export class Ink {
  accepts = true;
  readonly #handlers: InkHandlers;
  readonly #images = new ImageStore(() => this.#imageCame());
  #history = new DrawingHistory();
  #operations: Operation[] = [];
  #follower: InkFollower | null = null;
  #screen: InkScreen | null = null;
  #growing: Growing | null = null;
  /** Where the stroke is expected to be when its next frame is seen; never kept. */
  #predicted: readonly StrokePoint[] = [];
  #fills = Promise.resolve();
  #changes = 0;
  readonly #listeners = new Set<() => void>();

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
  get page(): PageState {
    return this.#history.page;
  }
  /** Counts up with every change of the page. */
  get changes(): number {
    return this.#changes;
  }
  /** `listener` hears of changes, until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  /** How much of a long drawing is painted, 0 to 1; null when all is. Until then it takes no ink. */
  readonly painted = new Store<{ part: number | null }>({ part: null });
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

  /** Shows the drawing inside `element`, until the returned function is called. */
  attach(element: HTMLElement): () => void {
    const shown = () => ({ page: this.page, growing: this.#withPredicted() });
    const screen = new InkScreen(element, this.#images, shown, (part) => this.painted.set({ part }));
    this.#screen = screen;
    return () => {
      screen.remove();
      this.painted.set({ part: null });
      if (this.#screen === screen) this.#screen = null;
    };
  }

  /**
   * Replaces the drawing by a replay of `log` (as it is stored, and decoded) and what is not in it yet; false when
   * that changed nothing on the page.
   */
  load(more: readonly Operation[], log?: { bytes: Uint8Array; operations: readonly Operation[] }): boolean {
    const before = this.page;
    this.#operations = [...(log?.operations ?? []), ...more];
    this.#history = DrawingHistory.replay(this.#operations);
    for (const operation of this.#operations) this.#images.add(operation);
    this.#follower?.load(more, log?.bytes);
    this.#screen?.paint();
    this.#changed();
    return !samePage(before, this.page);
  }

  act(op: "undo" | "redo"): void {
    if (this.accepts) this.apply({ op, id: randomId(12) });
  }

  /** Empties the page, or one layer of ink. */
  clear(layer?: InkLayer): void {
    this.apply({ op: "clear", id: randomId(12), ...(layer !== undefined && { layer }) });
  }

  /** Draws with operations that are whole already, one after the other; false when the page takes none. */
  apply(...operations: Operation[]): boolean {
    if (!this.accepts) {
      this.ask();
      return false;
    }
    this.finishStroke();
    for (const operation of operations) this.#commit(operation);
    return true;
  }

  /** Someone wants to draw here though the page takes no ink. */
  ask(): void {
    this.#handlers.blocked();
  }

  /** Adds what changes nothing on the page. */
  note(operation: MarkOperation): void {
    this.#history.apply(operation);
    this.#operations.push(operation);
    this.#handlers.operation(operation);
  }

  /** Fills what lies around a point of the page, once it is found out how far that goes. */
  fill(x: number, y: number, colour: string, layer: InkLayer): Promise<void> {
    this.#fills = this.#fills.then(async () => {
      const area = await this.#follower?.flood(x, y, layer);
      if (!area?.rings.length) return;
      const fill: FillOperation = { op: "fill", id: randomId(12), colour, rings: area.rings };
      if (area.isUnder) fill.under = true;
      if (layer) fill.layer = layer;
      this.apply(fill);
    });
    return this.#fills;
  }

  /** A stroke begins to grow; false when the page takes no ink now. */
  begin(stroke: Omit<StrokeOperation, "op" | "id">, inputMs: number): boolean {
    if (!this.accepts || this.painted.get().part !== null) return false;
    this.#growing = { op: "stroke", id: randomId(12), ...stroke, points: [...stroke.points] };
    this.#predicted = [];
    this.#handlers.pen(true);
    this.#grew(inputMs);
    return true;
  }

  /** The stroke got longer, and is expected to go on by `predicted`. */
  extend(points: readonly StrokePoint[], predicted: readonly StrokePoint[], inputMs: number): void {
    const growing = this.#growing;
    if (!growing) return;
    growing.points.push(...points);
    this.#predicted = predicted;
    if (growing.points.length >= STROKE_MAX_POINTS) this.#split(growing);
    this.#grew(inputMs);
  }

  /** The stroke ends elsewhere. */
  bend(end: StrokePoint, inputMs: number): void {
    const [first] = this.#growing?.points ?? [];
    if (!this.#growing || !first) return;
    this.#growing.points = [first, end];
    this.#grew(inputMs);
  }

  finishStroke(): void {
    const growing = this.#growing;
    if (!growing) return;
    this.#growing = null;
    this.#commit(growing);
    this.#handlers.pen(false);
  }

  /** Takes the growing stroke away, as if it had never been. */
  discardStroke(): void {
    const growing = this.#growing;
    if (!growing) return;
    const isKept = this.#operations.some((each) => each.op === "mark" && each.growing?.id === growing.id);
    // A kept picture shows it: it was there, and goes as all ink goes.
    if (isKept || growing.joins) {
      this.finishStroke();
      this.act("undo");
      return;
    }
    this.#growing = null;
    this.#screen?.paint();
    this.#handlers.inked();
    this.#handlers.pen(false);
    this.#changed();
  }

  /** Draws the page as it is seen; false when it is not on the screen. */
  drawInto(target: Context, sidePx: number): boolean {
    this.#screen?.drawInto(target, sidePx);
    return this.#screen !== null;
  }

  /** The colour that is seen at a point of the page, as `#rrggbb`. */
  colourAt(x: number, y: number): string | null {
    return this.#screen?.colourAt(x, y) ?? null;
  }

  #split(growing: Growing): void {
    this.#commit(growing);
    const points = growing.points.slice(-SEAM_POINTS);
    this.#growing = { ...growing, id: randomId(12), points, joins: true };
  }

  #commit(operation: Operation): void {
    const isChanged = this.#history.apply(operation);
    if (!isChanged && operation.op !== "bytes") return;
    this.#images.add(operation);
    this.#operations.push(operation);
    this.#follower?.add(operation);
    this.#screen?.paint();
    this.#handlers.operation(operation);
    if (isChanged) this.#handlers.inked();
    this.#changed();
  }

  #grew(inputMs: number): void {
    this.#handlers.inked();
    this.#screen?.touch(inputMs);
  }

  #imageCame(): void {
    this.#screen?.imagesChanged();
    this.#changed();
  }

  #changed(): void {
    this.#changes += 1;
    for (const listener of this.#listeners) listener();
    this.#handlers.changed();
  }

  #withPredicted(): StrokeOperation | null {
    const growing = this.#growing;
    return growing && { ...growing, points: [...growing.points, ...this.#predicted] };
  }
}
