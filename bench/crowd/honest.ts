/** Somebody who draws and, beside it, asks for pictures; how long each stroke and each picture took. */
import { randomUUID } from "node:crypto";
import { Artist, SIDE_PX, SketchApi, encodePaths, strokePath } from "@llamasketch/headless";

const STROKE_MS = 400;
/** Drawers who never rest leave queued work no time at all, with or without an attacker. */
const REST_MS = 3500;
const INK_EVERY_MS = 50;
const PATHS_KEPT = 20;
const LOOK_EVERY_MS = 100;
const PICTURE_EVERY_MS = 2000;
const PICTURE_WITHIN_MS = 60_000;

export interface Waits {
  /** Pen-up to the first picture that includes the stroke, ms. */
  strokesMs: number[];
  /** Asked for to done, ms. */
  picturesMs: number[];
}

export class Honest {
  readonly #api: SketchApi;
  readonly #seed: number;
  readonly #picturesMs: number[] = [];
  #artist: Artist | null = null;
  #isOver = false;
  #paths: string[] = [];

  constructor(url: string, seed: number) {
    this.#api = new SketchApi(url);
    this.#seed = seed;
  }

  /** Passes the door, has a picture made, opens a sketch and draws a stroke. Resolves once both pictures came. */
  async begin(): Promise<void> {
    const settings = { prompt: "a harbour at dawn", strength: 0.6, seed: this.#seed };
    const { id } = await this.#api.createSketch(settings);
    const token = `pass:free:${new URL(this.#api.url).hostname}:${randomUUID()}`;
    const opened = await this.#api.request("POST", "/api/free", { token });
    if (!opened.ok) throw new Error(`the door stays shut: ${opened.status}`);
    // Beside drawers a host begins no model that it has not seen loaded: they come when it has.
    if (!(await this.#picture(performance.now() + PICTURE_WITHIN_MS)))
      throw new Error("the first picture did not come");
    this.#artist = new Artist({
      api: this.#api,
      sketchId: id,
      settings,
      encode: (quality) => encodePaths(this.#paths, quality),
    });
    await this.#stroke(this.#artist);
    await this.#artist.settled(60_000);
  }

  /** Until `end`. */
  async work(): Promise<void> {
    await Promise.all([this.#draw(), this.#ask()]);
  }

  end(): void {
    this.#isOver = true;
    this.#artist?.live.stop();
  }

  /** What was waited for since it was last asked. */
  take(): Waits {
    return {
      strokesMs: this.#artist?.strokeMs.splice(0) ?? [],
      picturesMs: this.#picturesMs.splice(0),
    };
  }

  async #draw(): Promise<void> {
    const artist = this.#artist;
    while (artist && !this.#isOver) {
      await this.#stroke(artist);
      await sleep(REST_MS);
    }
  }

  async #stroke(artist: Artist): Promise<void> {
    artist.live.pen(true);
    if (this.#paths.length > PATHS_KEPT) this.#paths = [];
    const [x, y] = [Math.random() * SIDE_PX, Math.random() * SIDE_PX];
    const points = [{ x, y, atMs: 0, pressure: 0.5 }];
    this.#paths.push("");
    for (let ms = INK_EVERY_MS; ms <= STROKE_MS; ms += INK_EVERY_MS) {
      await sleep(INK_EVERY_MS);
      points.push({ x: x + ms / 4, y: y + 60 * Math.sin(ms / 100), atMs: ms, pressure: 0.5 });
      this.#paths[this.#paths.length - 1] = strokePath(points, SIDE_PX);
      artist.live.inked();
    }
    artist.live.pen(false);
  }

  async #ask(): Promise<void> {
    while (!this.#isOver) {
      const askedAtMs = performance.now();
      const isDone = await this.#picture(askedAtMs + PICTURE_WITHIN_MS);
      // Whoever was refused or left alone waited as long as they could have.
      this.#picturesMs.push(isDone ? performance.now() - askedAtMs : PICTURE_WITHIN_MS);
      await sleep(PICTURE_EVERY_MS);
    }
  }

  async #picture(untilMs: number): Promise<boolean> {
    const asked = { prompt: "a quiet pond", widthPx: 256, heightPx: 256, seed: this.#seed };
    const answer = await this.#api.request("POST", "/api/v1/generations", asked).catch(() => null);
    if (answer?.status !== 201) return this.#isOver;
    const { id } = (await answer.json()) as { id: string };
    while (performance.now() < untilMs && !this.#isOver) {
      const look = await this.#api.request("GET", `/api/v1/generations/${id}`).catch(() => null);
      const { state } = ((await look?.json().catch(() => null)) ?? {}) as { state?: string };
      if (state === "succeeded") return true;
      if (state === "failed" || state === "cancelled") return false;
      await sleep(LOOK_EVERY_MS);
    }
    return this.#isOver;
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
