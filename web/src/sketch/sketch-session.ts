import type { PictureHeader, Settings } from "@llamasketch/contract";
import { openLiveSketch, type LiveSketch } from "@llamasketch/live-client";
import { ApiFailure, describeFailure } from "../api/api-failure.ts";
import { request } from "../api/request.ts";
import { createSketch, openSketch, readStrokeLog, renameSketch } from "../api/sketches.ts";
import { DrawingHistory } from "../drawing/history.ts";
import { Ink } from "../drawing/ink.ts";
import { LocalCopy } from "../drawing/local-copy.ts";
import { decodeOperations } from "../drawing/operation.ts";
import { randomId } from "../drawing/random-id.ts";
import { browserPlatform } from "../live/browser-platform.ts";
import { createEncoder, type CanvasEncoder } from "../live/canvas-encoder.ts";
import { LatencyMeter } from "../live/latency.ts";
import { PictureFader } from "../picture/picture-fader.ts";
import { randomSeed } from "./random-seed.ts";
import { keepSame, type Snapshot } from "./snapshot.ts";
import { takeSnapshot, type SessionFacts } from "./take-snapshot.ts";
import { StrokeKeeper } from "./stroke-keeper.ts";

const SETTINGS_DEBOUNCE_MS = 250;
const WATCHER_REFRESH_MS = 600;
const RETRY_FIRST_MS = 1000;
const RETRY_MAX_MS = 10_000;
/** How often the age of what is owed is looked at. */
const OWED_LOOK_MS = 500;
const TAKE_TIMEOUT_MS = 6000;

/** One sketch in one tab: the drawing, its live connection, and what the page shows of both. */
export class SketchSession {
  readonly ink: Ink;
  /** Names this session among those of the tab. */
  readonly key = randomId(16);
  readonly #onMade: (id: string) => void;
  readonly #keeper: StrokeKeeper;
  readonly #meter = new LatencyMeter();
  readonly #stop = new AbortController();
  readonly #listeners = new Set<() => void>();
  readonly #facts: SessionFacts;
  readonly #encoder: CanvasEncoder;
  #live: LiveSketch | null = null;
  #fader: PictureFader | null = null;
  #kept: string | null = null;
  #making = false;
  #reloading = false;
  #loadedChunks = 0;
  #timers = new Map<string, number>();
  #snapshot: Snapshot;

  constructor(id: string | null, onMade: (id: string) => void) {
    this.#onMade = onMade;
    this.#keeper = new StrokeKeeper(new LocalCopy(localStorage, this.key), id);
    this.#facts = {
      phase: id ? "loading" : "new",
      id,
      title: "Untitled",
      settings: { prompt: "", strength: 0.6, seed: randomSeed() },
      failure: null,
      isTaking: false,
      wasOpen: false,
      hasPicture: false,
      refusal: null,
    };
    this.ink = new Ink({
      inked: () => this.#live?.inked(),
      pen: (down) => {
        if (down && this.#live?.state.holder === "none") this.#live.takePen();
        this.#live?.pen(down);
        if (down && !this.#facts.id) void this.#make();
      },
      operation: (operation) => {
        this.#keeper.add(operation);
        if (!this.#facts.id) void this.#make();
      },
      blocked: () => void this.takePen(),
      changed: () => this.#publish(),
    });
    this.#encoder = createEncoder(this.ink);
    this.#snapshot = this.#take();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly getSnapshot = (): Snapshot => this.#snapshot;

  start(): void {
    const { signal } = this.#stop;
    for (const name of ["online", "offline"]) addEventListener(name, () => this.#onOnline(), { signal });
    document.addEventListener("visibilitychange", () => this.#onVisibility(), { signal });
    if (this.#facts.id) return void this.#open(this.#facts.id);
    this.#keeper.adopt();
    if (!this.#keeper.hasWaiting) return;
    this.ink.load(this.#keeper.operations);
    void this.#make();
  }

  stop(): void {
    this.ink.finishStroke();
    this.#save();
    this.#stop.abort();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#live?.stop();
    this.#fader?.stop();
    this.#encoder.stop();
  }

  /** Shows pictures on `canvas` until the returned function is called. */
  attachPicture(canvas: HTMLCanvasElement): () => void {
    const fader = new PictureFader(canvas, () => this.#set({ hasPicture: true }));
    this.#fader = fader;
    if (this.#kept) void this.#showKept(this.#kept);
    return () => {
      fader.stop();
      this.#fader = null;
    };
  }

  setSettings(settings: Settings): void {
    this.#set({ settings, refusal: null });
    this.#later("settings", SETTINGS_DEBOUNCE_MS, () => this.#live?.setSettings(this.#facts.settings));
  }

  async setTitle(title: string): Promise<void> {
    const { id, title: before } = this.#facts;
    this.#set({ title });
    if (!id) return;
    try {
      await renameSketch(id, title);
    } catch (error) {
      this.#set({ title: before, refusal: `The name was not changed. ${describeFailure(error).message}` });
    }
  }

  /** Asks for the pen, after reading what the device that has it drew and set. */
  async takePen(): Promise<void> {
    if (!this.#live || this.#facts.isTaking || this.#snapshot.holder === "you") return;
    this.#set({ isTaking: true });
    await this.#refresh().catch(() => undefined);
    this.#live.takePen();
    this.#later("taking", TAKE_TIMEOUT_MS, () => this.#set({ isTaking: false }));
  }

  retry(): void {
    if (this.#facts.phase !== "failed" || !this.#facts.id) return;
    this.#set({ phase: "loading", failure: null });
    void this.#open(this.#facts.id);
  }

  async #open(id: string): Promise<void> {
    try {
      const [{ sketch, isCurrent }, log] = await Promise.all([openSketch(id), readStrokeLog(id)]);
      if (this.#stop.signal.aborted) return;
      this.#keeper.adopt();
      this.#showLog(log.bytes);
      this.#loadedChunks = log.chunks;
      this.#set({ phase: "open", title: sketch.title, settings: sketch.settings });
      if (sketch.lastPicture) void this.#showKept(sketch.lastPicture.url);
      this.#connect(id, sketch.settings);
      if (!isCurrent || this.#keeper.hasWaiting) this.#live?.inked();
    } catch (error) {
      this.#set({ phase: "failed", failure: describeFailure(error) });
    }
  }

  /** Makes the sketch on the server, once there is something on the page. */
  async #make(): Promise<void> {
    if (this.#making) return;
    this.#making = true;
    for (
      let delayMs = RETRY_FIRST_MS;
      !this.#stop.signal.aborted;
      delayMs = Math.min(2 * delayMs, RETRY_MAX_MS)
    ) {
      try {
        const sketch = await createSketch(this.#facts.title, this.#facts.settings);
        this.#keeper.made(sketch.id);
        if (this.#stop.signal.aborted) return;
        this.#set({ phase: "open", id: sketch.id, refusal: null });
        this.#connect(sketch.id, this.#facts.settings);
        if (this.ink.penDown) this.#live?.pen(true);
        this.#live?.inked();
        this.#onMade(sketch.id);
        return;
      } catch (error) {
        const { message, requestId } = describeFailure(error);
        const id = requestId ? ` (${requestId})` : "";
        this.#set({ refusal: `${message}${id} Your drawing is kept in this browser.` });
        if (error instanceof ApiFailure && error.isFinal) break;
        await new Promise((resolve) => setTimeout(resolve, delayMs));
      }
    }
    this.#making = false;
  }

  #connect(id: string, settings: Settings): void {
    const platform = browserPlatform(id, (error) => this.#onTicketRefused(error));
    const options = { clientId: this.key, pen: "free", settings, chunkSeed: randomSeed() } as const;
    this.#live = openLiveSketch(options, platform, {
      encode: async (quality) => {
        const startedMs = performance.now();
        const version = this.#live?.state.version ?? 0;
        const canvas = await this.#encoder.encode(quality);
        const nowMs = performance.now();
        this.#meter.frameLeft(version, nowMs - startedMs, nowMs);
        return canvas;
      },
      onPicture: (header, image, strokeMs) => this.#onPicture(header, image, strokeMs),
      onChange: () => this.#onChange(),
      onPaused: () => this.#save(),
      onYield: () => {
        this.ink.finishStroke();
        this.#save();
      },
      onSaved: (chunkId, index) => {
        this.#loadedChunks = Math.max(this.#loadedChunks, index + 1);
        this.#keeper.stored(chunkId);
      },
      onKept: () => this.#watch(),
      onRefused: (code, message) => {
        if (code === "prompt_refused" || code === "not_stored") this.#set({ refusal: message });
      },
    });
  }

  #save(): void {
    if (this.#live && this.#keeper.hasWaiting) this.#keeper.handOver(this.#live);
  }

  #onPicture(header: PictureHeader, image: Uint8Array, strokeMs: number[]): void {
    this.#meter.pictureCame(header, strokeMs, performance.now());
    const blob = new Blob([new Uint8Array(image)], { type: `image/${header.format}` });
    this.#fader?.showLive(blob, header).catch(() => undefined);
    if (header.pause) this.#watch();
  }

  #onChange(): void {
    const live = this.#live;
    if (!live) return;
    const { holder, connection, storedChunks, owed } = live.state;
    if (connection === "open") this.#facts.wasOpen = true;
    const before = this.#snapshot.holder;
    if (holder === "you") {
      this.#facts.isTaking = false;
      if (before === "other" || before === "none" || storedChunks > this.#loadedChunks) void this.#reload();
    }
    if (owed.length) this.#later("owed", OWED_LOOK_MS, () => this.#onChange());
    this.#publish();
  }

  /** Before ink is accepted: what other devices stored while this one did not draw. */
  async #reload(): Promise<void> {
    if (this.#reloading) return;
    this.#reloading = true;
    this.#publish();
    const stored = this.#live?.state.storedChunks ?? 0;
    try {
      await this.#refresh({ keepSettings: true });
      // A count that the log does not reach would ask again for ever.
      this.#loadedChunks = Math.max(this.#loadedChunks, stored);
      this.#reloading = false;
    } catch {
      this.#later("reload", RETRY_FIRST_MS, () => {
        this.#reloading = false;
        void this.#reload();
      });
    }
    this.#publish();
  }

  async #refresh(options: { keepSettings: boolean } = { keepSettings: false }): Promise<void> {
    const { id } = this.#facts;
    if (!id) return;
    const [opened, log] = await Promise.all([
      options.keepSettings ? null : openSketch(id),
      readStrokeLog(id),
    ]);
    if (this.#stop.signal.aborted) return;
    this.#loadedChunks = Math.max(this.#loadedChunks, log.chunks);
    if (this.#showLog(log.bytes) && this.#snapshot.holder === "you") this.#live?.inked();
    if (opened && this.#live?.state.holder !== "you") {
      const settings = { ...opened.sketch.settings };
      const known = JSON.stringify(this.#facts.settings) === JSON.stringify(settings);
      this.#set({ settings, title: opened.sketch.title });
      if (!known) this.#live?.setSettings(settings);
    }
  }

  /** The log, then what is not in it yet; true when the page looks different. */
  #showLog(bytes: Uint8Array): boolean {
    const operations = decodeOperations(bytes);
    const log = DrawingHistory.replay(operations);
    this.#keeper.dropStored((id) => log.has(id));
    return this.ink.load([...operations, ...this.#keeper.operations]);
  }

  /** Another device draws: follow its strokes and settings at its pauses. */
  #watch(): void {
    if (this.#live?.state.holder !== "other") return;
    this.#later("watch", WATCHER_REFRESH_MS, () => void this.#refresh().catch(() => undefined));
  }

  async #showKept(url: string): Promise<void> {
    this.#kept = url;
    if (!this.#fader) return;
    const picture = await request(url).catch(() => null);
    if (picture) await this.#fader?.showKept(await picture.blob()).catch(() => undefined);
  }

  #onTicketRefused(error: unknown): void {
    if (!(error instanceof ApiFailure) || error.detail.code !== "not_found") return;
    this.#live?.stop();
    this.#set({ phase: "failed", failure: error.detail });
  }

  #onOnline(): void {
    if (navigator.onLine) this.retry();
    this.#publish();
  }

  #onVisibility(): void {
    if (document.visibilityState !== "hidden") return;
    this.ink.finishStroke();
    this.#save();
  }

  /** One timer per name; a new one replaces the old, except that what looks at debts keeps its pace. */
  #later(name: string, delayMs: number, run: () => void): void {
    const running = this.#timers.get(name);
    if (running !== undefined && name === "owed") return;
    clearTimeout(running);
    const timer = window.setTimeout(() => {
      this.#timers.delete(name);
      run();
    }, delayMs);
    this.#timers.set(name, timer);
  }

  #set(facts: Partial<SessionFacts>): void {
    Object.assign(this.#facts, facts);
    this.#publish();
  }

  #take(): Snapshot {
    return takeSnapshot(this.#facts, this.ink, this.#live?.state ?? null, this.#meter);
  }

  #publish(): void {
    const next = keepSame(this.#snapshot, this.#take());
    const { phase, holder } = next;
    const isDrawable = phase === "new" || phase === "open";
    this.ink.accepts = isDrawable && holder !== "other" && !this.#live?.state.yielding && !this.#reloading;
    if (next === this.#snapshot) return;
    this.#snapshot = next;
    for (const listener of this.#listeners) listener();
  }
}
