/**
 * Queued work beside a drawer on one GPU. Each way has a GPU (easel: 600 ms a picture, 1 s a step, 8 s to put a model there,
 * room for the drawer's and one more), a real agent process and a drawer that draws 6 s and rests 4 s; all at once, since
 * none of them paints. Queued work is there first and never ends; its jobs want two models in turn.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { percentile } from "@llamasketch/headless";
import { root } from "../../scripts/stack.ts";
import { canvasMaker } from "../live/canvas.ts";
import { Batch } from "./batch.ts";
import { Drawer } from "./drawer.ts";
import { startGpu } from "./gpu.ts";
import { CREDENTIAL, Platform } from "./platform.ts";
import { Straight } from "./straight.ts";
import { CYCLES, DRAWN_MS, FRAME_MS, LIVE_MODEL, RESTED_MS, STEP_MS, SWAP_MS } from "./terms.ts";

const CANVAS_BYTES = 32 * 1024;
const SETTLE_MS = 90_000;
/** A hand whose strokes come later than this is another hand. */
const LATE_MS = 200;

/** `reserved`: the GPU is the drawer's alone. `priority`: no agent, live prompts to the front of ComfyUI's queue. */
const WAYS = ["reserved", "ours", "chunks", "interrupt", "priority"] as const;
type Way = (typeof WAYS)[number];

interface Figures {
  p95Ms: number;
  firstP95Ms: number;
  /** Queued steps that were of use, of the time in which no live picture was made; absent where there are none. */
  batchShareOfIdle?: number;
}

/** What a way is driven through. */
interface Road {
  readonly pictures: number;
  inked(): void;
  close(): void;
}

/** `--only ours,reserved` measures some of them. */
export async function run(args: readonly string[] = []): Promise<unknown> {
  const only = args.includes("--only") ? args[args.indexOf("--only") + 1]?.split(",") : undefined;
  const ways = WAYS.filter((way) => only?.includes(way) ?? true);
  const encode = await canvasMaker(CANVAS_BYTES);
  console.log(
    `mix: ${ways.length} ways at once, ${CYCLES} times ${DRAWN_MS / 1000} s of strokes and ${RESTED_MS / 1000} s of rest; about six minutes…`,
  );
  const stages: Stage[] = [];
  try {
    // One after the other: starting takes the machine, running does not.
    for (const way of ways) stages.push(await Stage.open(way, encode));
    await Promise.all(stages.map((stage) => stage.settled()));
    const figures = await Promise.all(stages.map((stage) => stage.measure()));
    print(ways, figures);
    return { stepMs: STEP_MS, ...Object.fromEntries(ways.map((way, at) => [way, figures[at]])) };
  } finally {
    for (const stage of stages) stage.close();
  }
}

class Stage {
  readonly #way: Way;
  readonly #drawer: Drawer;
  readonly #batch: Batch | null;
  readonly #road: Road;
  readonly #stops: (() => void)[];

  private constructor(way: Way, drawer: Drawer, batch: Batch | null, road: Road, stops: (() => void)[]) {
    this.#way = way;
    this.#drawer = drawer;
    this.#batch = batch;
    this.#road = road;
    this.#stops = stops;
  }

  static async open(way: Way, encode: ConstructorParameters<typeof Platform>[2]): Promise<Stage> {
    const gpu = await startGpu(way !== "chunks");
    const drawer = new Drawer();
    const batch = way === "reserved" ? null : new Batch();
    if (way === "priority") {
      const straight = new Straight(gpu.url, drawer, batch ?? new Batch(), encode);
      await straight.open();
      return new Stage(way, drawer, batch, straight, [() => straight.close(), gpu.stop]);
    }
    const platform = new Platform(drawer, batch, encode);
    await platform.open();
    const agent = startAgent(way, platform.url, gpu.url);
    return new Stage(way, drawer, batch, platform, [() => platform.close(), agent, gpu.stop]);
  }

  /** Queued work has its model on the device, and somebody comes. */
  async settled(): Promise<void> {
    const byMs = performance.now() + SETTLE_MS;
    const isReady = (): boolean =>
      (this.#batch === null || this.#batch.hasFinished) &&
      (!(this.#road instanceof Platform) || this.#road.isThere);
    while (!isReady()) {
      if (performance.now() > byMs) throw new Error(`${this.#way}: nothing was made`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    if (this.#road instanceof Platform) await this.#road.place();
  }

  async measure(): Promise<Figures> {
    let began = { atMs: 0, pictures: 0, steps: 0 };
    const look = () => ({
      atMs: performance.now(),
      pictures: this.#road.pictures,
      steps: this.#batch?.steps ?? 0,
    });
    await this.#drawer.draw(
      () => this.#road.inked(),
      () => (began = look()),
    );
    const ended = look();
    this.#drawer.end();
    const lateMs = Math.round(this.#drawer.worstLateMs);
    if (lateMs > LATE_MS)
      console.log(`  ${this.#way}: a stroke came ${lateMs} ms late; the machine was too busy to measure on`);
    const liveMs = (ended.pictures - began.pictures) * FRAME_MS;
    const idleMs = ended.atMs - began.atMs - liveMs;
    const share = ((ended.steps - began.steps) * STEP_MS) / idleMs;
    return {
      p95Ms: Math.round(percentile(this.#drawer.tookMs, 0.95) ?? Number.NaN),
      firstP95Ms: Math.round(percentile(this.#drawer.firstMs, 0.95) ?? Number.NaN),
      ...(this.#batch && { batchShareOfIdle: Number(share.toFixed(3)) }),
    };
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }
}

function startAgent(way: Way, url: string, comfy: string): () => void {
  const args = ["--url", url, "--comfy", comfy, "--checkpoint", LIVE_MODEL];
  if (way === "interrupt") args.push("--aside", "interrupt");
  const child = spawn(process.execPath, [join(root, "gpu-agent/src/main.ts"), ...args], {
    env: { ...process.env, AGENT_CREDENTIAL: CREDENTIAL },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return () => child.kill("SIGKILL");
}

function print(ways: readonly Way[], figures: readonly Figures[]): void {
  const row = (cells: readonly (string | number)[]): string =>
    cells.map((cell, at) => (at === 0 ? String(cell).padEnd(12) : String(cell).padStart(14))).join("");
  console.log(`\n${row(["", "p95, ms", "first p95, ms", "batch of idle"])}`);
  for (const [at, { p95Ms, firstP95Ms, batchShareOfIdle = "" }] of figures.entries())
    console.log(row([ways[at] ?? "", p95Ms, firstP95Ms, batchShareOfIdle]));
  console.log(`\na step ${STEP_MS} ms, a model ${SWAP_MS} ms\n`);
}
