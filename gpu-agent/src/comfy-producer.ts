/** One ComfyUI as a producer: canvas in by file, picture out by socket, JPEG on the way back. */
import { randomUUID } from "node:crypto";
import {
  ComfyClient,
  connectComfy,
  imageToImageGraph,
  modelFreeGraph,
  runPrompt,
  type ComfySocket,
  type ComfyWorkflow,
} from "@llamasketch/comfyui";
import sharp from "sharp";
import type { Canvas, Picture, Producer } from "./producer.ts";
import { WatchedSocket } from "./watched-socket.ts";

export interface ComfyProducerOptions {
  url: string;
  workflow: "auto" | "model-free";
  checkpoint: string | undefined;
  log(level: "info" | "warn", text: string): void;
}

const WATCH_EVERY_MS = 1000;
const MISSES_ALLOWED = 3;
const PROBE_TIMEOUT_MS = 1000;
/** A live frame older than this is of no use to anybody. */
const FRAME_DEADLINE_MS = 30_000;
/** ComfyUI tells of every node: this long without a word, it is asked what became of the frame. */
const FRAME_SILENCE_MS = 3000;
const JPEG_QUALITY = 85;
/** Few steps: live drawing wants the next picture, not the best one. */
const LIVE_STEPS = 4;

export class ComfyProducer implements Producer {
  label = "ComfyUI";
  painter = false;
  healthy = false;
  onHealth: ((healthy: boolean) => void) | null = null;
  readonly #options: ComfyProducerOptions;
  readonly #client: ComfyClient;
  readonly #probe: ComfyClient;
  #socket: ComfySocket | null = null;
  #checkpoint: string | null = null;
  #misses = 0;
  #closed = false;

  private constructor(options: ComfyProducerOptions) {
    this.#options = options;
    this.#client = new ComfyClient({ baseUrl: options.url, fetch, timeoutMs: 10_000 });
    this.#probe = new ComfyClient({ baseUrl: options.url, fetch, timeoutMs: PROBE_TIMEOUT_MS });
  }

  /** Waits until ComfyUI answers, however long it takes to start. */
  static async open(options: ComfyProducerOptions): Promise<ComfyProducer> {
    const producer = new ComfyProducer(options);
    for (let tries = 0; !(await producer.#attach()); tries++) {
      if (tries === 5) options.log("info", `waiting for ComfyUI at ${options.url}`);
      await sleep(500);
    }
    void producer.#watch();
    return producer;
  }

  async produce({ session, bytes, format, widthPx, heightPx, settings }: Canvas): Promise<Picture> {
    const socket = this.#socket;
    if (!socket || socket.closed) throw new Error("ComfyUI is not connected");
    const startedMs = performance.now();
    // Named by the session and overwritten: nothing piles up, and the root of input/ stays empty.
    const uploaded = await this.#client.uploadImage(new Uint8Array(bytes), {
      name: `frame.${format}`,
      subfolder: `live-${session.replaceAll(/[^A-Za-z0-9_-]/g, "-")}`,
      overwrite: true,
      mime: `image/${format}`,
    });
    const image = uploaded.subfolder ? `${uploaded.subfolder}/${uploaded.name}` : uploaded.name;
    const [picture] = await runPrompt({
      ...this.#workflow(image, widthPx, heightPx, settings),
      client: this.#client,
      socket,
      promptId: randomUUID(),
      deadlineMs: FRAME_DEADLINE_MS,
      silenceMs: FRAME_SILENCE_MS,
    });
    if (!picture) throw new Error("ComfyUI sent no picture");
    const shaped = sharp(picture.bytes, { limitInputPixels: 4096 * 4096 }).resize(widthPx, heightPx, {
      fit: "fill",
    });
    const encoded = await shaped.jpeg({ quality: JPEG_QUALITY }).toBuffer();
    return { bytes: encoded, format: "jpeg", produceMs: performance.now() - startedMs };
  }

  close(): void {
    this.#closed = true;
    this.#socket?.close();
  }

  #workflow(image: string, widthPx: number, heightPx: number, settings: Canvas["settings"]): ComfyWorkflow {
    if (this.#checkpoint === null) return modelFreeGraph({ image, width: widthPx, height: heightPx });
    const toEight = (px: number): number => Math.max(64, Math.round(px / 8) * 8);
    return imageToImageGraph({
      image,
      width: toEight(widthPx),
      height: toEight(heightPx),
      prompt: settings.prompt,
      negativePrompt: "",
      strength: settings.strength,
      seed: settings.seed,
      checkpoint: this.#checkpoint,
      steps: LIVE_STEPS,
      sampler: "euler",
      scheduler: "normal",
      cfg: 1,
    });
  }

  /** Finds out what this ComfyUI is and opens the event socket. False when it does not answer. */
  async #attach(): Promise<boolean> {
    try {
      const stats = await this.#probe.systemStats();
      this.painter = stats.easel !== null;
      this.label = this.painter ? "built-in painter" : `ComfyUI ${stats.version}`;
      this.#checkpoint = this.#options.workflow === "model-free" ? null : await this.#findCheckpoint();
      const socket = await connectComfy({
        baseUrl: this.#options.url,
        WebSocket: WatchedSocket,
        timeoutMs: 5000,
      });
      this.#socket = socket;
      socket.onClose(() => {
        if (this.#socket === socket) this.#setHealthy(false);
      });
      this.#misses = 0;
      this.#setHealthy(true);
      return true;
    } catch {
      return false;
    }
  }

  async #findCheckpoint(): Promise<string | null> {
    const wished = this.#options.checkpoint;
    const info = await this.#client.objectInfo("CheckpointLoaderSimple");
    const listed = info.CheckpointLoaderSimple?.input?.required?.ckpt_name;
    const names = Array.isArray(listed) && Array.isArray(listed[0]) ? listed[0].map(String) : [];
    if (wished !== undefined && !names.includes(wished)) {
      this.#options.log(
        "warn",
        `ComfyUI has no checkpoint ${wished}; it lists: ${names.join(", ") || "none"}`,
      );
    }
    const found = wished !== undefined && names.includes(wished) ? wished : names[0];
    if (found === undefined)
      this.#options.log("warn", "ComfyUI lists no checkpoint: canvases come back unpainted (model-free)");
    return found ?? null;
  }

  /** ComfyUI can keep a socket open and be dead: it is asked every second, and let go when it stays silent. */
  async #watch(): Promise<void> {
    while (!this.#closed) {
      await sleep(WATCH_EVERY_MS);
      if (this.#socket?.closed !== false) {
        await this.#attach();
        continue;
      }
      const answered = await this.#probe.systemStats().then(
        () => true,
        () => false,
      );
      this.#misses = answered ? 0 : this.#misses + 1;
      if (this.#misses >= MISSES_ALLOWED) this.#socket.close();
    }
  }

  #setHealthy(healthy: boolean): void {
    if (this.healthy === healthy || this.#closed) return;
    this.healthy = healthy;
    this.onHealth?.(healthy);
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
