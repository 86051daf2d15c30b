/**
 * What everything around a producer of 50 ms adds: ours (browser socket, session, agent, node pack, JPEG through memory)
 * beside today's way (one Node server straight in front of the same painters, one frame in flight, PNG through SaveImage
 * and `/view`). In turn on the same machine, one slot a session, canvases encoded beforehand on both roads.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Artist, SketchApi, percentile } from "@llamasketch/headless";
import { WebSocket } from "ws";
import { PLENTY, root, startStack } from "../../scripts/stack.ts";
import { startAgent } from "./agent.ts";
import { canvasMaker } from "./canvas.ts";
import { startEasels } from "./easels.ts";
import { PRODUCE_MS, STRAIGHT } from "./overhead-terms.ts";
import { InkClock, atPace } from "./pace.ts";
import { hostFor, introduce } from "./known-host.ts";

const SESSIONS = [1, 20] as const;
const FRAMES_PER_SECOND = 4;
const ROUNDS = 6;
const ROUND_MS = 10_000;
const WARM_UP_MS = 4000;
const SETTLE_MS = 15_000;
const CANVAS_BYTES = 32 * 1024;

/** One person drawing over one road. */
interface Drawer {
  clock: InkClock;
  /** Where the time of each picture went, ms; ours alone tells. */
  legs?: Legs[];
  ink(): void;
  close(): void;
}
interface Legs {
  session: number;
  agent: number;
  produce: number;
}
interface Road {
  name: "ours" | "straight";
  drawers: Drawer[];
}

export interface Overhead {
  sessions: number;
  frames: number;
  p50Ms: number;
  p99Ms: number;
  straightP50Ms: number;
  straightP99Ms: number;
  p50Ratio: number;
  p99Ratio: number;
}

export async function measureOverhead(): Promise<Overhead[]> {
  const most = Math.max(...SESSIONS);
  console.log(
    `overhead: ${SESSIONS.join(" and ")} sessions with a slot each, ${FRAMES_PER_SECOND} frames a second, ${ROUNDS} rounds of ${ROUND_MS / 1000} s in turn…`,
  );
  const easels = await startEasels(most, PRODUCE_MS);
  const stateDir = join(root, ".tmp", `bench-overhead-${process.pid}`);
  const stack = await startStack({ port: 0, stateDir, painter: false, vars: PLENTY, log: () => undefined });
  const agent = await startAgent(stack.url, await hostFor(stack, "bench"), easels.urls);
  await introduce(stack);
  const straight = await startStraight(easels.urls);
  const encode = await canvasMaker(CANVAS_BYTES);
  const results: Overhead[] = [];
  try {
    for (const sessions of SESSIONS) {
      const roads: Road[] = [
        { name: "straight", drawers: await straightDrawers(straight.url, sessions, encode) },
        { name: "ours", drawers: await ourDrawers(stack.url, sessions, encode) },
      ];
      for (const road of roads) await draw(road, WARM_UP_MS);
      for (const { drawers } of roads) for (const { clock } of drawers) clock.reset();
      for (let round = 0; round < ROUNDS; round++) for (const road of roads) await draw(road, ROUND_MS);
      for (const { drawers } of roads) for (const drawer of drawers) drawer.close();
      const result = compare(sessions, roads);
      results.push(result);
      printLegs(roads);
      console.log(
        `  ${String(sessions).padStart(2)} sessions, ${result.frames} frames: ours ${result.p50Ms} ms p50, ${result.p99Ms} ms p99; straight ${result.straightP50Ms}, ${result.straightP99Ms}`,
      );
    }
    return results;
  } finally {
    straight.stop();
    await agent.stop();
    await stack.stop();
    easels.stop();
  }
}

/** Medians of where our time goes: around the session, to the agent and back, in the agent, in the painter. */
function printLegs(roads: readonly Road[]): void {
  const legs = roads.flatMap(({ drawers }) => drawers.flatMap((drawer) => drawer.legs ?? []));
  const median = (of: (leg: Legs) => number): number => percentile(legs.map(of), 0.5) ?? Number.NaN;
  console.log(
    `  ours, medians: session and all behind it ${median(({ session }) => session).toFixed(0)} ms, agent ${median(({ agent }) => agent).toFixed(0)}, painter ${median(({ produce }) => produce).toFixed(0)}`,
  );
}

function compare(sessions: number, roads: readonly Road[]): Overhead {
  const added = (name: Road["name"]): number[] =>
    roads
      .filter((road) => road.name === name)
      .flatMap(({ drawers }) => drawers.flatMap(({ clock }) => clock.tookMs.map((ms) => ms - PRODUCE_MS)));
  const [ours, straight] = [added("ours"), added("straight")];
  const p = (list: readonly number[], share: number): number => percentile(list, share) ?? Number.NaN;
  const ratio = (share: number): number => Number((p(ours, share) / p(straight, share)).toFixed(3));
  const ms = (list: readonly number[], share: number): number => Number(p(list, share).toFixed(1));
  return {
    sessions,
    frames: ours.length,
    p50Ms: ms(ours, 0.5),
    p99Ms: ms(ours, 0.99),
    straightP50Ms: ms(straight, 0.5),
    straightP99Ms: ms(straight, 0.99),
    p50Ratio: ratio(0.5),
    p99Ratio: ratio(0.99),
  };
}

/** Everybody draws for a while, each at another moment of the beat, and sees the last change. */
async function draw({ drawers, name }: Road, forMs: number): Promise<void> {
  const beatMs = 1000 / FRAMES_PER_SECOND;
  await Promise.all(
    drawers.map(({ ink }, at) => atPace(FRAMES_PER_SECOND, (at * beatMs) / drawers.length, forMs, ink)),
  );
  const byMs = performance.now() + SETTLE_MS;
  while (drawers.some(({ clock }) => clock.unseen > 0)) {
    if (performance.now() > byMs) throw new Error(`${name}: some changes were never shown`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

type Encode = Awaited<ReturnType<typeof canvasMaker>>;

async function ourDrawers(url: string, count: number, encode: Encode): Promise<Drawer[]> {
  const api = new SketchApi(url.replace("localhost", "127.0.0.1"));
  const { prompt, strength, seed } = STRAIGHT;
  const settings = { prompt, strength, seed };
  const drawers: Drawer[] = [];
  for (let at = 0; at < count; at++) {
    const { id } = await api.createSketch(settings);
    const clock = new InkClock();
    const legs: Legs[] = [];
    const { live } = new Artist({
      api,
      sketchId: id,
      settings,
      encode: async () => encode(),
      onPicture: ({ version, sessionMs, agentMs, produceMs }) => {
        clock.shown(version);
        legs.push({ session: sessionMs, agent: agentMs, produce: produceMs });
      },
      refine: false,
    });
    const byMs = performance.now() + SETTLE_MS;
    while (live.state.status?.state !== "live") {
      if (performance.now() > byMs) throw new Error("a session got no slot");
      // Nobody is given a slot before drawing.
      live.inked();
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    live.pen(true);
    drawers.push({
      clock,
      legs,
      ink: () => {
        live.inked();
        clock.inked(live.state.version);
      },
      close: () => live.stop(),
    });
  }
  return drawers;
}

async function straightDrawers(url: string, count: number, encode: Encode): Promise<Drawer[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const clock = new InkClock();
      const socket = new WebSocket(`${url}/${at}`, { perMessageDeflate: false });
      await once(socket, "open");
      let version = 0;
      let sent = 0;
      let inFlight = false;
      const send = (): void => {
        if (inFlight || sent === version) return;
        inFlight = true;
        sent = version;
        socket.send(encode().bytes);
      };
      socket.on("message", () => {
        inFlight = false;
        clock.shown(sent);
        send();
      });
      return {
        clock,
        ink: () => {
          clock.inked(++version);
          send();
        },
        close: () => socket.close(),
      };
    }),
  );
}

async function startStraight(urls: readonly string[]): Promise<{ url: string; stop(): void }> {
  const child = spawn(process.execPath, [join(root, "bench/live/straight-server.ts"), ...urls], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { url: `ws://127.0.0.1:${line.toString().trim()}`, stop: () => child.kill() };
}
