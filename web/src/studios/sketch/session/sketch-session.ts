import {
  COVER_SIDE_MAX_PX,
  VARIATIONS_MAX,
  variationSeed,
  type PictureHeader,
  type Settings,
  type SketchView,
} from "@llamasketch/contract";
import type { LiveSketch } from "@llamasketch/live-client";
import { ApiFailure, describeFailure, failureText } from "../../../api/api-failure.ts";
import { sketchCover, type SketchCover } from "../cover/sketch-cover.ts";
import { SketchCredits } from "../credits/sketch-credits.ts";
import { Ink } from "../../../drawing/ink.ts";
import { LocalCopy } from "../../../drawing/local-copy.ts";
import { beOpen, openTabs } from "../../../drawing/open-tabs.ts";
import { randomId } from "../../../drawing/random-id.ts";
import type { Connection } from "./connection.ts";
import { createEncoder, type CanvasEncoder } from "./canvas-encoder.ts";
import { LatencyMeter } from "../status/latency.ts";
import { FIRST_TIMELINE } from "../history/timeline-state.ts";
import type { CanvasPlace, FinalDesk } from "../picture/final-desk.ts";
import { FIRST_LOOK } from "../picture/look.ts";
import { Mirror } from "../picture/mirror.ts";
import { SamePicture } from "../picture/same-picture.ts";
import { VariationShelf, type Variation } from "../picture/variation-shelf.ts";
import { Store } from "../../../ui/store.ts";
import { LineWatch } from "../status/line-eta.ts";
import type { Notice } from "../status/notice.ts";
import { PictureStage } from "../picture/picture-stage.ts";
import { SeedLocks } from "../../../prompt/seed-lock.ts";
import { finalsOf } from "./finals-of.ts";
import { goOnline, type Online } from "./go-online.ts";
import { LogSync } from "./log-sync.ts";
import { makeSketch } from "./make-sketch.ts";
import { openLive } from "./open-live.ts";
import { NamedTimers } from "./named-timers.ts";
import { randomSeed } from "../../../prompt/random-seed.ts";
import { sameFields } from "../../../ui/same-fields.ts";
import { PictureMarks } from "./picture-marks.ts";
import { words } from "./words.ts";
import { keepSame, type Snapshot } from "./snapshot.ts";
import { takeSnapshot, type SessionFacts } from "./take-snapshot.ts";
import { StrokeKeeper } from "./stroke-keeper.ts";
import { denied, isOnline, shelf } from "../../../ui/browser-gifts.ts";

const SETTINGS_DEBOUNCE_MS = 250;
/** How often the age of what is owed is looked at. */
const OWED_LOOK_MS = 500;
const TAKE_TIMEOUT_MS = 6000;
const TELL_MS = 6000;
/** What still waits when the hand rests, after a reconnect for instance, is saved this soon. */
const SAVE_MS = 1000;

/** One sketch in one tab: the drawing, its live connection, and what the page shows of both. */
export class SketchSession {
  readonly ink: Ink;
  readonly pictures: PictureStage;
  /** Copies of the drawing as it is on screen. */
  readonly drawing = new Mirror((context, sidePx) => this.ink.drawInto(context, sidePx));
  readonly look = new Store(FIRST_LOOK);
  readonly variations = new VariationShelf();
  readonly timeline = new Store(FIRST_TIMELINE);
  /** Whether this browser keeps a copy of what is not stored yet. */
  readonly localCopy = new Store({ isTroubled: false });
  readonly credits = new SketchCredits(() => this.#live());
  readonly final: FinalDesk;
  /** Names this session among those of the tab. */
  readonly key = randomId(16);
  readonly #onMade: (id: string) => void;
  readonly #keeper: StrokeKeeper;
  readonly #meter = new LatencyMeter();
  readonly #line = new LineWatch();
  readonly #same = new SamePicture();
  readonly #seedLocks = new SeedLocks(shelf);
  readonly #timers = new NamedTimers();
  readonly #sync: LogSync;
  readonly #stop = new AbortController();
  readonly #listeners = new Set<() => void>();
  readonly #facts: SessionFacts;
  readonly #encoder: CanvasEncoder;
  readonly #marks: PictureMarks;
  readonly #cover: SketchCover;
  #connection: Connection;
  #snapshot: Snapshot;

  constructor(id: string | null, onMade: (id: string) => void) {
    this.#onMade = onMade;
    const troubled = (isTroubled: boolean): void => this.localCopy.set({ isTroubled });
    this.#keeper = new StrokeKeeper(new LocalCopy({ tab: this.key, openTabs, troubled }), id);
    this.#connection = id ? { state: "joining", by: "opening" } : { state: "offline", failure: null };
    this.#facts = {
      id,
      title: "Untitled",
      settings: { prompt: "", strength: 0.6, seed: randomSeed() },
      seedLocked: this.#seedLocks.isLocked(id),
      isTaking: false,
      wasOpen: false,
      hasPicture: false,
      isSamePicture: false,
      refusal: null,
    };
    this.pictures = new PictureStage({
      firstShown: () => this.#set({ hasPicture: true }),
      decoded: (decodeMs) => this.#meter.pictureDecoded(decodeMs),
    });
    this.ink = new Ink({
      inked: () => {
        this.#whenLive((sketch) => sketch.inked());
        this.variations.clear();
        this.final.moved();
        this.drawing.touch();
      },
      pen: (down) => {
        this.#whenLive((sketch) => {
          if (down && sketch.state.holder === "none") sketch.takePen();
          sketch.pen(down);
        });
        if (down) void this.#make();
      },
      operation: (operation) => {
        this.#keeper.add(operation);
        this.#cover.keeper.drew();
        void this.#make();
      },
      blocked: () => void this.takePen(),
      changed: () => {
        this.drawing.touch();
        this.#publish();
      },
    });
    this.#sync = new LogSync({
      ink: this.ink,
      keeper: this.#keeper,
      timers: this.#timers,
      live: () => this.#live(),
      sketchId: () => this.#facts.id,
      adopt: (sketch) => this.#adopt(sketch),
      changed: () => this.#publish(),
    });
    this.#encoder = createEncoder(this.ink);
    this.#marks = new PictureMarks(this.ink, () => this.#live());
    this.final = finalsOf({
      sketchId: () => this.#facts.id,
      live: () => this.#live(),
      opened: () => (this.#connection.state === "live" ? this.#connection.opened : null),
      settings: () => this.#facts.settings,
      encoder: this.#encoder,
      marks: this.#marks,
      pictures: this.pictures,
      kept: () => this.#kept(),
      charged: () => this.credits.changed(),
      save: () => this.#save(),
      tell: (notice) => this.tell(notice),
    });
    this.#cover = sketchCover({
      sketchId: () => (this.#connection.state === "live" ? this.#facts.id : null),
      drawing: async () => (this.ink.isBlank ? null : this.#encoder.bitmap(COVER_SIDE_MAX_PX)),
    });
    this.#snapshot = this.#take();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly getSnapshot = (): Snapshot => this.#snapshot;

  start(): void {
    const { signal } = this.#stop;
    beOpen(this.key, signal);
    for (const name of ["online", "offline"]) addEventListener(name, () => this.#onOnline(), { signal });
    document.addEventListener("visibilitychange", () => this.#onVisibility(), { signal });
    if (this.#facts.id) void this.#open(this.#facts.id);
    else void this.#goOn();
  }

  stop(): void {
    this.ink.finishStroke();
    this.#save();
    this.#stop.abort();
    this.#timers.stop();
    this.final.stop();
    this.#whenLive((sketch) => sketch.stop());
    void this.#cover.stop().finally(() => this.#encoder.stop());
    this.variations.clear();
  }

  setSettings(settings: Settings): void {
    this.variations.clear();
    this.final.moved();
    this.#set({ settings, refusal: null, isSamePicture: false });
    this.#timers.later("settings", SETTINGS_DEBOUNCE_MS, () =>
      this.#whenLive((sketch) => sketch.setSettings(this.#facts.settings)),
    );
  }

  lockSeed(isLocked: boolean): void {
    this.#seedLocks.set(this.#facts.id, isLocked);
    this.#whenLive((sketch) => sketch.setVariationsAtRest(isLocked ? 0 : VARIATIONS_MAX));
    this.#set({ seedLocked: isLocked });
  }

  askVariations(): void {
    this.#whenLive((sketch) => sketch.askVariations(VARIATIONS_MAX));
  }

  /** Goes on from a variation: its seed becomes the sketch's, its picture is the one shown. */
  adoptVariation({ number, image }: Variation): void {
    if (this.#snapshot.holder === "other") return;
    const { settings } = this.#facts;
    this.pictures.showChosen(image);
    this.setSettings({ ...settings, seed: variationSeed(settings.seed, number) });
  }

  async setTitle(title: string): Promise<void> {
    const { id, title: before } = this.#facts;
    this.#set({ title });
    if (!id) return;
    try {
      const { renameSketch } = await goOnline();
      await renameSketch(id, title);
    } catch (error) {
      this.#set({ title: before });
      const { requestId = null } = describeFailure(error);
      this.tell({ text: words.nameFailed(failureText(error)), requestId });
    }
  }

  /** Asks for the pen, after reading what the device that has it drew and set. */
  async takePen(): Promise<void> {
    if (this.#connection.state !== "live" || this.#facts.isTaking || this.#snapshot.holder === "you") return;
    this.#set({ isTaking: true });
    await this.#sync.catchUp().catch(() => undefined);
    this.#whenLive((sketch) => sketch.takePen());
    this.#timers.later("taking", TAKE_TIMEOUT_MS, () => this.#set({ isTaking: false }));
  }

  retry(): void {
    if (this.#connection.state !== "offline" || !this.#facts.id) return;
    this.#come({ state: "joining", by: "opening" });
    void this.#open(this.#facts.id);
  }

  /** A drawing that was begun here and never reached the server goes on. */
  async #goOn(): Promise<void> {
    await this.#keeper.adopt();
    if (!this.#keeper.hasWaiting || this.#stop.signal.aborted) return;
    this.ink.load(this.#keeper.operations);
    await this.#make();
  }

  async #open(id: string): Promise<void> {
    try {
      const online = await goOnline();
      const [{ sketch, isCurrent }, log] = await Promise.all([
        online.openSketch(id),
        online.readStrokeLog(id),
        this.credits.pass(),
      ]);
      if (this.#stop.signal.aborted) return;
      await this.#keeper.adopt();
      await this.#sync.show(log);
      if (this.#stop.signal.aborted) return;
      const { title, settings, cover, lastPicture } = sketch;
      this.#set({ title, settings });
      if (cover) this.#cover.keeper.hadPicture();
      if (lastPicture) void this.pictures.showKept(lastPicture.url);
      const opened = isCurrent && !this.#keeper.hasWaiting ? lastPicture : null;
      if (opened?.kind === "final") this.final.opened(opened);
      void this.final.resume();
      const live = this.#join(online, id, opened);
      if (!isCurrent || this.#keeper.hasWaiting) live.inked();
    } catch (error) {
      this.#come({ state: "offline", failure: describeFailure(error) });
    }
  }

  /** Makes the sketch on the server, once there is something on the page. */
  async #make(): Promise<void> {
    if (this.#facts.id || this.#connection.state !== "offline" || denied.get().cookies) return;
    this.#come({ state: "joining", by: "making" });
    const { signal } = this.#stop;
    const passed = this.credits.pass();
    const sketch = await makeSketch(
      () => this.#facts,
      signal,
      (refusal) => this.#set({ refusal }),
    );
    if (!sketch) return this.#come({ state: "offline", failure: null });
    this.#keeper.made(sketch.id);
    const online = await goOnline();
    await passed;
    if (signal.aborted) return;
    this.#set({ id: sketch.id, refusal: null });
    this.lockSeed(this.#facts.seedLocked);
    const live = this.#join(online, sketch.id, null);
    if (this.ink.penDown) live.pen(true);
    live.inked();
    if (sketch.title !== this.#facts.title) void this.setTitle(this.#facts.title);
    this.#onMade(sketch.id);
  }

  #join(online: Online, id: string, opened: CanvasPlace | null): LiveSketch {
    const sketch = openLive(online, id, {
      clientId: this.key,
      settings: this.#facts.settings,
      seedLocked: this.#facts.seedLocked,
      ink: this.ink,
      encoder: this.#encoder,
      marks: this.#marks,
      meter: this.#meter,
      keeper: this.#keeper,
      sync: this.#sync,
      variations: this.variations,
      save: () => this.#save(),
      pictureCame: (header, image, strokeMs) => this.#onPicture(header, image, strokeMs),
      changed: () => this.#onChange(),
      kept: () => this.#kept(),
      refused: (code, message) => this.#onRefused(code, message),
      ticketRefused: (error) => this.#onTicketRefused(error),
    });
    this.#come({ state: "live", sketch, opened });
    return sketch;
  }

  #onRefused(code: string, message: string): void {
    if (code === "prompt_refused") this.#set({ refusal: { text: message, requestId: null } });
    // The prompt of a pause says the same.
    const isTold = code === "storage_full" && this.#live()?.state.status?.state === "paused";
    if (code === "not_stored" || (code === "storage_full" && !isTold))
      this.tell({ text: message, requestId: null });
  }

  #kept(): void {
    this.timeline.set({ kept: this.timeline.get().kept + 1 });
    this.#sync.watch();
  }

  /** Hands over what waits. Without a connection it is safe where it is, and travels in fewer chunks later. */
  #save(): void {
    this.#whenLive((sketch) => {
      const { connection, holder } = sketch.state;
      if (connection === "open" && holder === "you" && this.#keeper.hasWaiting) this.#keeper.handOver(sketch);
    });
  }

  #onPicture(header: PictureHeader, image: Uint8Array, strokeMs: number[]): void {
    this.#meter.pictureCame(header, strokeMs, performance.now());
    if (!this.final.hides(header)) this.pictures.showLive(header, image);
    this.variations.pictureCame(header.epoch, header.version);
    const isSamePicture = this.#same.came(header, image);
    if (isSamePicture !== this.#facts.isSamePicture) this.#set({ isSamePicture });
    if (header.pause) this.#sync.watch();
    if (header.variation || this.#live()?.state.holder !== "you") return;
    const type = `image/${header.format}`;
    this.#cover.keeper.sawPicture(() => new Blob([new Uint8Array(image)], { type }), header.pause);
  }

  #onChange(): void {
    if (this.#connection.state !== "live") return;
    this.credits.look();
    const { holder, connection, owed, paused } = this.#connection.sketch.state;
    if (connection === "open") this.#facts.wasOpen = true;
    const before = this.#snapshot.holder;
    if (holder === "you") {
      this.#facts.isTaking = false;
      this.#sync.penCame(before === "other" || before === "none");
    }
    if (paused && this.#keeper.hasWaiting) {
      this.#timers.unlessRunning("save", SAVE_MS, () => this.#save());
    }
    if (owed.length) this.#timers.unlessRunning("owed", OWED_LOOK_MS, () => this.#onChange());
    this.#publish();
  }

  #adopt({ title, settings }: SketchView): void {
    const isSame = sameFields(this.#facts.settings, settings);
    this.#set({ title, settings });
    if (!isSame) this.#whenLive((sketch) => sketch.setSettings(settings));
  }

  #onTicketRefused(error: unknown): void {
    if (!(error instanceof ApiFailure) || error.detail.code !== "not_found") return;
    this.#whenLive((sketch) => sketch.stop());
    this.#come({ state: "offline", failure: error.detail });
  }

  #onOnline(): void {
    if (isOnline()) this.retry();
    this.#publish();
  }

  #onVisibility(): void {
    if (document.visibilityState !== "hidden") return;
    this.ink.finishStroke();
    this.#save();
  }

  /** Says something for a while. */
  tell(refusal: Notice): void {
    this.#set({ refusal });
    this.#timers.later("tell", TELL_MS, () => this.#set({ refusal: null }));
  }

  /** For parts that look at it now and then. */
  #live(): LiveSketch | null {
    return this.#connection.state === "live" ? this.#connection.sketch : null;
  }

  /** Until then nobody needs to be told: joining takes along what was set and drawn. */
  #whenLive(tell: (sketch: LiveSketch) => void): void {
    if (this.#connection.state === "live") tell(this.#connection.sketch);
  }

  #come(connection: Connection): void {
    this.#connection = connection;
    this.#publish();
  }

  #set(facts: Partial<SessionFacts>): void {
    Object.assign(this.#facts, facts);
    this.#publish();
  }

  #take(): Snapshot {
    const measures = { meter: this.#meter, line: this.#line };
    return takeSnapshot(this.#facts, this.ink, this.#connection, measures);
  }

  #publish(): void {
    const next = keepSame(this.#snapshot, this.#take());
    const { phase, holder } = next;
    const isDrawable = phase === "new" || phase === "open";
    this.ink.accepts =
      isDrawable && holder !== "other" && !this.#live()?.state.yielding && !this.#sync.isReloading;
    if (next === this.#snapshot) return;
    this.#snapshot = next;
    for (const listener of this.#listeners) listener();
  }
}
