/**
 * Ten people on one GPU of 600 ms a picture: ours against first come first served, and against what is possible.
 * Nobody asks for sharper pictures at rest: those would fill the baseline's queue, and ours never makes new ink wait.
 */
import { join } from "node:path";
import type { Schedule } from "@llamasketch/agent-core";
import { Agent } from "@llamasketch/gpu-agent/agent";
import { Artist, SketchApi, percentile } from "@llamasketch/headless";
import {
  INK_EVERY_MS,
  boundLatenciesMs,
  seededRandom,
  unhurriedHand,
  type TimedStroke,
} from "@llamasketch/simulator";
import { PLENTY, root, startStack } from "../../scripts/stack.ts";
import { canvasMaker } from "./canvas.ts";
import { firstComeFirstServed } from "./fifo.ts";
import { Sleeper } from "./sleeper.ts";
import { hostFor, introduce } from "./known-host.ts";

const DRAWERS = 10;
const PRODUCE_MS = 600;
const FOR_MS = 120_000;
const SETTLE_MS = 20_000;
const SEED = 20_261_121;
const CANVAS_BYTES = 32 * 1024;
const SETTINGS = { prompt: "", strength: 0.5, seed: 1 };

interface Played {
  strokeMs: number[];
  pictures: number;
  dropped: number;
}

export async function measureTurns(): Promise<Record<string, number | null>> {
  const hands = Array.from({ length: DRAWERS }, (_, at) => unhurriedHand(seededRandom(SEED + at), FOR_MS));
  const strokes = hands.flat().length;
  console.log(
    `turns: ${DRAWERS} drawers, ${strokes} strokes in ${FOR_MS / 1000} s, one producer of ${PRODUCE_MS} ms; two minutes…`,
  );
  const [ours, fifo] = await Promise.all([
    play("announced", hands),
    play("fifo", hands, firstComeFirstServed),
  ]);
  const bound = boundLatenciesMs(hands, PRODUCE_MS);
  const rows: [string, readonly number[]][] = [
    ["announced turns", ours.strokeMs],
    ["first come first served", fifo.strokeMs],
    ["bound (round robin, no transport)", bound],
  ];
  console.log(
    `\n${"stroke → picture, ms".padEnd(36)}${["strokes", "p50", "p95", "p99"].map((head) => head.padStart(9)).join("")}`,
  );
  for (const [name, list] of rows) {
    const cells = [
      list.length,
      ...[0.5, 0.95, 0.99].map((share) => Math.round(percentile(list, share) ?? 0)),
    ];
    console.log(name.padEnd(36) + cells.map((cell) => String(cell).padStart(9)).join(""));
  }
  console.log("");
  const p = (list: readonly number[], share: number): number | null =>
    percentile(list, share) && Math.round(percentile(list, share) ?? 0);
  return {
    strokes,
    p50Ms: p(ours.strokeMs, 0.5),
    p95Ms: p(ours.strokeMs, 0.95),
    p99Ms: p(ours.strokeMs, 0.99),
    fifoP50Ms: p(fifo.strokeMs, 0.5),
    fifoP95Ms: p(fifo.strokeMs, 0.95),
    boundP50Ms: p(bound, 0.5),
    boundP95Ms: p(bound, 0.95),
    answered: ours.strokeMs.length,
    fifoAnswered: fifo.strokeMs.length,
    pictures: ours.pictures,
    dropped: ours.dropped,
    fifoPictures: fifo.pictures,
    fifoDropped: fifo.dropped,
  };
}

async function play(name: string, hands: readonly TimedStroke[][], schedule?: Schedule): Promise<Played> {
  const stateDir = join(root, ".tmp", `bench-turns-${name}-${process.pid}`);
  const stack = await startStack({ port: 0, stateDir, painter: false, vars: PLENTY, log: () => undefined });
  const agent = new Agent({
    config: {
      url: stack.url.replace("localhost", "127.0.0.1"),
      credential: await hostFor(stack, name),
      comfy: [],
      capacity: DRAWERS,
      workflow: "auto",
    },
    producers: [new Sleeper(PRODUCE_MS)],
    frameMs: PRODUCE_MS,
    log: () => undefined,
    ...(schedule && { schedule }),
  });
  try {
    await introduce(stack);
    const encode = await canvasMaker(CANVAS_BYTES);
    const api = new SketchApi(stack.url);
    const artists: Artist[] = [];
    for (let at = 0; at < hands.length; at++) {
      const { id } = await api.createSketch(SETTINGS);
      artists.push(
        new Artist({ api, sketchId: id, settings: SETTINGS, encode: async () => encode(), refine: false }),
      );
    }
    await until(
      () => artists.every(({ live }) => live.state.status?.state === "live" && live.state.want !== null),
      30_000,
    );
    await Promise.all(artists.map((artist, at) => drawHand(artist, hands[at] ?? [])));
    await Promise.all(artists.map((artist) => artist.settled(SETTLE_MS)));
    return {
      strokeMs: artists.flatMap((artist) => artist.strokeMs),
      pictures: artists.reduce((sum, artist) => sum + artist.pictures, 0),
      dropped: artists.reduce((sum, artist) => sum + artist.dropped, 0),
    };
  } finally {
    agent.drain();
    await stack.stop();
  }
}

async function drawHand({ live }: Artist, strokes: readonly TimedStroke[]): Promise<void> {
  const startedMs = performance.now();
  const at = async (ms: number): Promise<void> => {
    const waitMs = startedMs + ms - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  };
  for (const { downMs, upMs } of strokes) {
    await at(downMs);
    live.pen(true);
    for (let ms = downMs; ms < upMs; ms += INK_EVERY_MS) {
      await at(ms);
      live.inked();
    }
    await at(upMs);
    live.inked();
    live.pen(false);
  }
}

async function until(done: () => boolean, withinMs: number): Promise<void> {
  const byMs = performance.now() + withinMs;
  while (!done()) {
    if (performance.now() > byMs) throw new Error("the drawers did not all get their place");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
