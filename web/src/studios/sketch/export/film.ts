import { readPicture } from "../../../api/pictures.ts";
import { CanvasRenderer } from "../../../drawing/canvas-renderer.ts";
import { drawnWith } from "./drawn-with.ts";
import { sceneAt, type Film, type Scene } from "./film-plan.ts";
import { openRecorder } from "./recorder.ts";

/** Both squares of a frame, the drawing and the picture side by side. */
const SQUARE_PX = 640;
const FRAMES_PER_SECOND = 30;
const GROUND = "#0a0a0f";
const PAPER = "#ffffff";

export interface FilmFile {
  file: Blob;
  /** Of the file's name, without a dot. */
  extension: string;
}

interface Making {
  film: Film;
  signal: AbortSignal;
  /** From 0 to 1. */
  progress: (part: number) => void;
}

/** Makes the film here, frame by frame; null where this browser makes no videos. */
export async function makeFilm({ film, signal, progress }: Making): Promise<FilmFile | null> {
  const canvas = new OffscreenCanvas(2 * SQUARE_PX, SQUARE_PX);
  const context = canvas.getContext("2d", { alpha: false });
  const madeBy =
    film.cues.length > 0
      ? "compositeWithTrainedAlgorithmicMedia"
      : drawnWith(film.beats.map(({ operation }) => operation));
  const recorder = context && (await openRecorder(canvas, FRAMES_PER_SECOND, madeBy));
  if (!recorder) return null;
  const frames = Math.ceil((film.durationMs / 1000) * FRAMES_PER_SECOND);
  const screen = new FilmScreen(film, context, signal);
  try {
    for (let frame = 0; frame < frames; frame++) {
      signal.throwIfAborted();
      await screen.show((frame * 1000) / FRAMES_PER_SECOND);
      await recorder.add(frame);
      progress((frame + 1) / frames);
    }
    return { file: await recorder.finish(), extension: recorder.extension };
  } catch (error) {
    await recorder.cancel();
    throw error;
  } finally {
    screen.stop();
  }
}

/** The frame's canvas, at one instant of the film after the other. */
class FilmScreen {
  readonly #film: Film;
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #signal: AbortSignal;
  readonly #renderer = new CanvasRenderer();
  #scene: Scene | null = null;
  #added = 0;
  /** The pictures that blend into each other. */
  #before: ImageBitmap | null = null;
  #now: ImageBitmap | null = null;
  #cue = -1;

  constructor(film: Film, context: OffscreenCanvasRenderingContext2D, signal: AbortSignal) {
    this.#film = film;
    this.#context = context;
    this.#signal = signal;
    context.imageSmoothingQuality = "high";
    context.fillStyle = GROUND;
    context.fillRect(0, 0, 2 * SQUARE_PX, SQUARE_PX);
    context.fillStyle = PAPER;
    context.fillRect(0, 0, SQUARE_PX, SQUARE_PX);
  }

  async show(atMs: number): Promise<void> {
    const scene = sceneAt(this.#film, atMs, this.#scene);
    const isStill = scene.done === this.#added && !scene.growing && !this.#scene?.growing;
    this.#scene = scene;
    for (; this.#added < scene.done; this.#added++) {
      const beat = this.#film.beats[this.#added];
      if (beat) this.#renderer.add(beat.operation);
    }
    if (!isStill) await this.#showDrawing(scene);
    await this.#showPicture(scene);
  }

  stop(): void {
    this.#renderer.stop();
    this.#before?.close();
    this.#now?.close();
  }

  async #showDrawing({ growing }: Scene): Promise<void> {
    const bitmap = await this.#renderer.bitmap(SQUARE_PX, { growing });
    if (bitmap) this.#context.drawImage(bitmap, 0, 0, SQUARE_PX, SQUARE_PX);
    bitmap?.close();
  }

  async #showPicture({ cue, fade }: Scene): Promise<void> {
    if (cue !== this.#cue) {
      this.#cue = cue;
      const url = this.#film.cues[cue]?.picture.url;
      const next = url ? await this.#read(url) : null;
      if (next) {
        this.#before?.close();
        this.#before = this.#now;
        this.#now = next;
      }
    }
    if (!this.#now) return;
    const square = [SQUARE_PX, 0, SQUARE_PX, SQUARE_PX] as const;
    if (this.#before && fade < 1) this.#context.drawImage(this.#before, ...square);
    this.#context.globalAlpha = fade;
    this.#context.drawImage(this.#now, ...square);
    this.#context.globalAlpha = 1;
  }

  /** A picture that does not come is passed over: the one before it stays. */
  async #read(url: string): Promise<ImageBitmap | null> {
    try {
      return await createImageBitmap(await readPicture(url, this.#signal));
    } catch (error) {
      this.#signal.throwIfAborted();
      void error;
      return null;
    }
  }
}
