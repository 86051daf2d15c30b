/** Hours in minutes: people draw while every fault of a ComfyUI strikes at random; nothing may leak and nothing may stick. */
import { join } from "node:path";
import { Artist, SIDE_PX, SketchApi, encodePaths, percentile, strokePath } from "@llamasketch/headless";
import { seededRandom, unhurriedHand } from "@llamasketch/simulator";
import { PLENTY, root, startStack, type Stack } from "../../scripts/stack.ts";
import { descendants } from "../kills/processes.ts";
import { growth, residentMb, type Sample } from "./memory.ts";
import { introduce } from "../live/known-host.ts";

const DRAWERS = 3;
const SETTLE_MS = 60_000;
const SAMPLE_EVERY_MS = 5000;
const FAULT_EVERY_MS = [8000, 25_000] as const;
const FAULT_FOR_MS = [1000, 6000] as const;
const INK_EVERY_MS = 60;
/** These end a process; at full weight none would live long enough for its memory to say anything. */
const RARE = new Set<Fault>(["crash", "cuda", "kill painter", "kill agent"]);
const RARE_WEIGHT = 0.2;
const FAULTS = [
  "crash",
  "hang",
  "oom",
  "cuda",
  "slow",
  "truncated-frame",
  "garbage-frame",
  "lost-socket",
  "history-late",
  "history-early",
  "node-errors-200",
  "full-disk",
  "kill painter",
  "kill agent",
] as const;
type Fault = (typeof FAULTS)[number];

export async function run(args: readonly string[] = []): Promise<unknown> {
  const minutes = Number(args[args.indexOf("--minutes") + 1] ?? 30) || 30;
  const random = seededRandom(20_261_121);
  const stateDir = join(root, ".tmp", `bench-soak-${process.pid}`);
  const stack = await startStack({
    port: 0,
    stateDir,
    painter: true,
    capacity: 16,
    vars: PLENTY,
    log: () => undefined,
  });
  const memory = new Map<string, Sample[]>([
    ["agent", []],
    ["painter", []],
    ["worker", []],
  ]);
  const sampler = setInterval(() => sampleMemory(stack, memory), SAMPLE_EVERY_MS);
  const endMs = performance.now() + minutes * 60_000;
  const struck: Record<string, number> = {};
  try {
    const api = new SketchApi(stack.url);
    await introduce(stack);
    const artists: Awaited<ReturnType<typeof openArtist>>[] = [];
    // One after the other: the first request makes the user whom the others' sketches belong to.
    for (let at = 0; at < DRAWERS; at++) artists.push(await openArtist(api, at));
    const hands = artists.map(({ artist, ink }, at) => drawUntil(artist, ink, seededRandom(at + 1), endMs));
    for (const fault of faultsInTurn(random)) {
      await sleep(between(random, FAULT_EVERY_MS));
      if (performance.now() >= endMs) break;
      struck[fault] = (struck[fault] ?? 0) + 1;
      await strike(stack, fault, between(random, FAULT_FOR_MS));
    }
    await Promise.all(hands);
    const settled = await Promise.allSettled(artists.map(({ artist }) => artist.settled(SETTLE_MS)));
    for (const result of settled) if (result.status === "rejected") console.log(`  ${String(result.reason)}`);
    const strokeMs = artists.flatMap(({ artist }) => artist.strokeMs);
    const growths = [...memory].map(([name, samples]) => [name, growth(samples)] as const);
    for (const [name, samples] of memory) {
      console.log(
        `  ${name.padEnd(8)} ${samples.length} samples of ${new Set(samples.map(({ pid }) => pid)).size} processes, last ${Math.round(samples.at(-1)?.mb ?? 0)} MB`,
      );
    }
    console.log(`  faults: ${JSON.stringify(struck)}`);
    return {
      minutes,
      faults: Object.values(struck).reduce((sum, count) => sum + count, 0),
      pictures: artists.reduce((sum, { artist }) => sum + artist.pictures, 0),
      strokes: strokeMs.length,
      unanswered: settled.filter(({ status }) => status === "rejected").length,
      p50Ms: Math.round(percentile(strokeMs, 0.5) ?? 0),
      p99Ms: Math.round(percentile(strokeMs, 0.99) ?? 0),
      memoryGrowth: Object.fromEntries(
        growths.map(([name, share]) => [name, share && Number(share.toFixed(3))]),
      ),
    };
  } finally {
    clearInterval(sampler);
    await stack.stop();
  }
}

async function openArtist(api: SketchApi, at: number): Promise<{ artist: Artist; ink: { paths: string[] } }> {
  const settings = { prompt: "a harbour at dawn", strength: 0.6, seed: at };
  const { id } = await api.createSketch(settings);
  const ink = { paths: [] as string[] };
  const artist = new Artist({
    api,
    sketchId: id,
    settings,
    encode: (quality) => encodePaths(ink.paths, quality),
  });
  return { artist, ink };
}

async function drawUntil(
  artist: Artist,
  ink: { paths: string[] },
  random: () => number,
  endMs: number,
): Promise<void> {
  for (const { downMs, upMs } of repeat(random, endMs - performance.now())) {
    if (performance.now() > endMs) return;
    await sleep(Math.min(downMs, 5000));
    artist.live.pen(true);
    const [x, y] = [random() * SIDE_PX, random() * SIDE_PX];
    const points = [{ x, y, atMs: 0, pressure: 0.5 }];
    // A page is turned now and then: drawings do not grow for ever.
    if (ink.paths.length > 40) ink.paths.length = 0;
    ink.paths.push("");
    for (let ms = 0; ms < Math.min(upMs, 4000); ms += INK_EVERY_MS) {
      await sleep(INK_EVERY_MS);
      points.push({ x: x + ms / 12, y: y + 60 * Math.sin(ms / 300), atMs: ms, pressure: 0.5 });
      ink.paths[ink.paths.length - 1] = strokePath(points, SIDE_PX);
      artist.live.inked();
    }
    artist.live.pen(false);
  }
}

/** Pauses and stroke lengths of an unhurried hand, one after the other. */
function* repeat(random: () => number, forMs: number): Generator<{ downMs: number; upMs: number }> {
  let beforeMs = 0;
  for (const { downMs, upMs } of unhurriedHand(random, forMs)) {
    yield { downMs: downMs - beforeMs, upMs: upMs - downMs };
    beforeMs = upMs;
  }
}

/** Every fault once, in any order; then by weight, without end. */
function* faultsInTurn(random: () => number): Generator<Fault> {
  yield* FAULTS.map((fault) => ({ fault, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ fault }) => fault);
  const weightOf = (fault: Fault): number => (RARE.has(fault) ? RARE_WEIGHT : 1);
  const total = FAULTS.reduce((sum, fault) => sum + weightOf(fault), 0);
  for (;;) {
    let left = random() * total;
    yield FAULTS.find((fault) => (left -= weightOf(fault)) < 0) ?? "hang";
  }
}

async function strike(stack: Stack, fault: Fault, forMs: number): Promise<void> {
  if (fault === "kill painter" || fault === "kill agent") {
    const pid = fault === "kill painter" ? stack.easel?.pid : stack.agent?.pid;
    if (pid) process.kill(pid, "SIGKILL");
    return;
  }
  const board = `${stack.easelUrl}/easel/faults`;
  // A painter that is being started again has no faults; the next ones will find it.
  const ask = (method: string, body?: string): Promise<unknown> =>
    fetch(board, {
      method,
      ...(body && { body, headers: { "content-type": "application/json" } }),
      signal: AbortSignal.timeout(3000),
    }).catch(() => null);
  await ask("POST", JSON.stringify({ name: fault }));
  await sleep(forMs);
  await ask("DELETE");
}

function sampleMemory(stack: Stack, memory: ReadonlyMap<string, Sample[]>): void {
  const pids = {
    agent: stack.agent?.pid ?? null,
    painter: stack.easel?.pid ?? null,
    worker: largest(stack.worker.pid === null ? [] : descendants(stack.worker.pid, "workerd")),
  };
  for (const [name, pid] of Object.entries(pids)) {
    const mb = residentMb(pid);
    if (pid !== null && mb !== null) memory.get(name)?.push({ atMs: performance.now(), pid, mb });
  }
}

/** The one that runs our script: wrangler keeps a small one of its own beside it. */
const largest = (pids: readonly number[]): number | null =>
  pids.toSorted((a, b) => (residentMb(b) ?? 0) - (residentMb(a) ?? 0))[0] ?? null;
const between = (random: () => number, [low, high]: readonly [number, number]): number =>
  low + random() * (high - low);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
