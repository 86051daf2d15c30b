/** Somebody who draws without end, whatever becomes of the server; and what they were shown and told. */
import { openLiveSketch, type LiveSketch } from "@llamasketch/live-client";
import { SketchApi, nodePlatform, type CanvasBytes } from "@llamasketch/headless";
import { pictureIdOf } from "../../workers/src/media/picture-id.ts";

const SETTINGS = { prompt: "a harbour at dawn", strength: 0.6, seed: 7 };
const INK_EVERY_MS = 120;
const STROKE_MS = [400, 1500] as const;
const PAUSE_MS = [300, 1500] as const;
const STROKE_BYTES = 600;

export class Person {
  /** Ids told as kept. */
  readonly kept = new Set<string>();
  /** Ids that pictures of pauses have where they are stored. */
  readonly worthKeeping: string[] = [];
  pictures = 0;
  readonly #api: SketchApi;
  readonly #sketchId: string;
  readonly #encode: () => Promise<CanvasBytes>;
  readonly #random: () => number;
  /** The same tab over all reconnects. */
  readonly #clientId = crypto.randomUUID();
  #live: LiveSketch;
  #isDrawing = true;
  #chunkSeed = 0;

  private constructor(
    api: SketchApi,
    sketchId: string,
    encode: () => Promise<CanvasBytes>,
    random: () => number,
  ) {
    this.#api = api;
    this.#sketchId = sketchId;
    this.#encode = encode;
    this.#random = random;
    this.#live = this.#open();
    void this.#draw();
  }

  static async enter(url: string, encode: () => Promise<CanvasBytes>, random: () => number): Promise<Person> {
    const api = new SketchApi(url.replace("localhost", "127.0.0.1"));
    const { id } = await api.createSketch(SETTINGS);
    return new Person(api, id, encode, random);
  }

  /** Loads the page again, as people do when it says that it waits. */
  comeBack(): void {
    this.#live.stop();
    this.#live = this.#open();
  }

  rest(): void {
    this.#isDrawing = false;
  }

  /** Never to come back. */
  leave(): void {
    this.rest();
    this.#live.stop();
  }

  #open(): LiveSketch {
    this.#chunkSeed += 1;
    return openLiveSketch(
      {
        clientId: this.#clientId,
        pen: "free",
        refine: true,
        settings: SETTINGS,
        chunkSeed: this.#chunkSeed,
      },
      nodePlatform(this.#api, this.#sketchId),
      {
        encode: () => this.#encode(),
        onPicture: ({ pause, epoch, version }) => {
          this.pictures += 1;
          if (pause)
            this.worthKeeping.push(
              pictureIdOf({ sketchId: this.#sketchId, epoch, version, kind: "live", variation: 0 }),
            );
        },
        onKept: (pictureId) => void this.kept.add(pictureId),
      },
    );
  }

  async #draw(): Promise<void> {
    while (this.#isDrawing) {
      this.#live.pen(true);
      for (let left = this.#between(STROKE_MS); left > 0; left -= INK_EVERY_MS) {
        await sleep(INK_EVERY_MS);
        this.#live.inked();
      }
      this.#live.pen(false);
      this.#live.saveChunk(new Uint8Array(STROKE_BYTES));
      await sleep(this.#between(PAUSE_MS));
    }
  }

  #between([least, most]: readonly [number, number]): number {
    return least + this.#random() * (most - least);
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
