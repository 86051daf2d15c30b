/** The baseline without an agent: both send to ComfyUI as they come, live work to the front of its queue. */
import {
  ComfyClient,
  connectComfy,
  fillWorkflow,
  imageToImageGraph,
  runPrompt,
  workflowOf,
  type ComfySocket,
  type ComfyWorkflow,
} from "@llamasketch/comfyui";
import type { CanvasBytes } from "@llamasketch/headless";
import { WebSocket } from "ws";
import type { Batch } from "./batch.ts";
import type { Drawer } from "./drawer.ts";
import { LIVE_MODEL, type BatchKind } from "./terms.ts";

const DEADLINE_MS = 600_000;
const PLACE = { name: "frame.jpeg", subfolder: "live", overwrite: true, mime: "image/jpeg" };

export class Straight {
  pictures = 0;
  readonly #drawer: Drawer;
  readonly #batch: Batch;
  readonly #encode: () => CanvasBytes;
  readonly #client: ComfyClient;
  readonly #sockets: ComfySocket[] = [];
  #isDrawing = false;
  #isOver = false;
  #seed = 0;

  constructor(url: string, drawer: Drawer, batch: Batch, encode: () => CanvasBytes) {
    this.#client = new ComfyClient({ baseUrl: url, fetch });
    this.#drawer = drawer;
    this.#batch = batch;
    this.#encode = encode;
  }

  async open(): Promise<void> {
    const connect = () => connectComfy({ baseUrl: this.#client.baseUrl, WebSocket });
    this.#sockets.push(await connect(), await connect());
    void this.#workOff();
  }

  /** One picture at a time, always of the newest canvas. */
  inked(): void {
    if (!this.#isDrawing) void this.#draw();
  }

  close(): void {
    this.#isOver = true;
    for (const socket of this.#sockets) socket.close();
  }

  async #draw(): Promise<void> {
    this.#isDrawing = true;
    for (let shown = -1; shown < this.#drawer.version && !this.#isOver;) {
      const { version } = this.#drawer;
      const { bytes } = this.#encode();
      const { name, subfolder } = await this.#client.uploadImage(new Uint8Array(bytes), PLACE);
      const made = await this.#run(0, live(`${subfolder}/${name}`, ++this.#seed), true);
      if (!made) break;
      shown = version;
      this.pictures += 1;
      this.#drawer.shown(version);
    }
    this.#isDrawing = false;
  }

  async #workOff(): Promise<void> {
    while (!this.#isOver) {
      const kind = this.#batch.next();
      if (kind && (await this.#run(1, queued(kind, ++this.#seed), false))) this.#batch.finished();
    }
  }

  /** False when all is over. */
  async #run(at: number, workflow: ComfyWorkflow, front: boolean): Promise<boolean> {
    const socket = this.#sockets[at];
    if (!socket || this.#isOver) return false;
    const onProgress = (step: number): void => void (front || this.#batch.stepped(step));
    const asked = { client: this.#client, socket, promptId: crypto.randomUUID(), jobsApi: true };
    const run = runPrompt({ ...workflow, ...asked, front, onProgress, deadlineMs: DEADLINE_MS });
    return run.then(
      () => true,
      (error: unknown) => {
        if (this.#isOver) return false;
        throw error;
      },
    );
  }
}

const live = (image: string, seed: number): ComfyWorkflow =>
  imageToImageGraph({
    image,
    width: 512,
    height: 512,
    prompt: "a house",
    negativePrompt: "",
    strength: 0.5,
    seed,
    checkpoint: LIVE_MODEL,
    steps: 4,
    sampler: "euler",
    scheduler: "normal",
    cfg: 1,
  });

function queued({ workflow }: BatchKind, seed: number): ComfyWorkflow {
  const template = workflowOf(workflow);
  if (!template) throw new Error(`there is no ${workflow}`);
  return fillWorkflow(template, { quality: "draft", seed, prompt: "a house at dusk", size: [512, 512] });
}
