import type { SketchView } from "@llamasketch/contract";
import type { LiveSketch } from "@llamasketch/live-client";
import type { StrokeLog } from "../../../api/sketches.ts";
import { DrawingHistory } from "../../../drawing/history.ts";
import type { Ink } from "../../../drawing/ink.ts";
import { readLog } from "../../../drawing/read-log.ts";
import { goOnline } from "./go-online.ts";
import type { NamedTimers } from "./named-timers.ts";
import type { StrokeKeeper } from "./stroke-keeper.ts";

const RETRY_MS = 1000;
/** Strokes are stored at about the time the picture of a pause comes; a little later they can be read. */
const WATCH_MS = 600;

interface Parts {
  ink: Ink;
  keeper: StrokeKeeper;
  timers: NamedTimers;
  live(): LiveSketch | null;
  sketchId(): string | null;
  /** Another device may have renamed the sketch or changed its settings. */
  adopt(sketch: SketchView): void;
  changed(): void;
}

/** Keeps the page at what the stored stroke log says, plus what is not in it yet. */
export class LogSync {
  readonly #parts: Parts;
  #loadedChunks = 0;
  #isReloading = false;
  #shows = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Ink would go on an old page. */
  get isReloading(): boolean {
    return this.#isReloading;
  }

  /** The log, then what is not in it yet; true when the page looks different. */
  async show(log: StrokeLog): Promise<boolean> {
    const { ink, keeper } = this.#parts;
    const mine = ++this.#shows;
    const operations = await readLog(log.bytes);
    // A newer one was quicker.
    if (mine !== this.#shows) return false;
    const stored = DrawingHistory.replay(operations);
    this.#loadedChunks = Math.max(this.#loadedChunks, log.chunks);
    keeper.dropStored((id) => stored.has(id));
    return ink.load(keeper.operations, { bytes: log.bytes, operations });
  }

  /** A chunk of this tab was stored. */
  stored(index: number): void {
    this.#loadedChunks = Math.max(this.#loadedChunks, index + 1);
  }

  /** This tab has the pen: what others stored comes onto the page before ink does. */
  penCame(wasElsewhere: boolean): void {
    const stored = this.#parts.live()?.state.storedChunks ?? 0;
    if (wasElsewhere || stored > this.#loadedChunks) void this.#reload();
  }

  /** Another device draws: follow it at its pauses. */
  watch(): void {
    if (this.#parts.live()?.state.holder !== "other") return;
    this.#parts.timers.later("watch", WATCH_MS, () => void this.catchUp().catch(() => undefined));
  }

  /** Reads strokes, name and settings anew, for a tab that does not draw. */
  async catchUp(): Promise<void> {
    const id = this.#parts.sketchId();
    if (!id) return;
    const { openSketch, readStrokeLog } = await goOnline();
    const [opened, log] = await Promise.all([openSketch(id), readStrokeLog(id)]);
    await this.show(log);
    if (this.#parts.live()?.state.holder !== "you") this.#parts.adopt(opened.sketch);
  }

  async #reload(): Promise<void> {
    const { live, sketchId, timers, changed } = this.#parts;
    const id = sketchId();
    if (this.#isReloading || !id) return;
    this.#isReloading = true;
    changed();
    const announced = live()?.state.storedChunks ?? 0;
    try {
      const { readStrokeLog } = await goOnline();
      const isDifferent = await this.show(await readStrokeLog(id));
      // A count that the log does not reach must not ask again for ever.
      this.#loadedChunks = Math.max(this.#loadedChunks, announced);
      this.#isReloading = false;
      if (isDifferent) live()?.inked();
    } catch {
      timers.later("reload", RETRY_MS, () => {
        this.#isReloading = false;
        void this.#reload();
      });
    }
    changed();
  }
}
