/**
 * Jobs without end over six real agents while agents, the painter and the Worker are killed at random, and messages are dropped and doubled:
 * every job ends, once. `--jobs N` for another number than 2,000.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { seededRandom } from "@llamasketch/simulator";
import { PLENTY, freePort, root, startStack, type Stack } from "../../scripts/stack.ts";
import { Supervised } from "../../scripts/supervisor.ts";
import { Caller } from "../jobs/caller.ts";
import { descendants } from "../kills/processes.ts";
import { openBadWire } from "./bad-wire.ts";
import { openListener, type Listener } from "./listener.ts";
import { openDeliveries, readOutcome, type Outcome } from "./outcome.ts";
import { hostFor } from "../live/known-host.ts";

const JOBS = 2000;
const AGENTS = 6;
const CALLERS = 24;
const KILL_EVERY_MS = [4000, 12_000] as const;
/** One in so many is cancelled a moment after it was asked for. */
const CANCELLED_OF = 20;
/** One in so many asks to be told by a webhook. */
const TOLD_OF = 4;
const SWEEP_EVERY_MS = 10_000;
/** Without anything new for this long it is given up. */
const STANDSTILL_MS = 180_000;
const LOOK_EVERY_MS = 2000;

export async function run(args: readonly string[] = []): Promise<Outcome> {
  const wanted = Number(args[args.indexOf("--jobs") + 1]) || JOBS;
  const random = seededRandom(20_261_121);
  const stateDir = join(root, ".tmp", `bench-chaos-${process.pid}`);
  const vars = { ...PLENTY, TURNSTILE: "off", LIMITS: "off" };
  const stack = await startStack({ port: 0, stateDir, painter: true, vars, log: () => undefined });
  const url = stack.url.replace("localhost", "127.0.0.1");
  const wire = await openBadWire(url, random);
  // The stack's own agent is one of the six, on a good wire.
  const agents = await Promise.all(
    Array.from({ length: AGENTS - 1 }, (_, at) => startAgent(stack, wire.url, at)),
  );
  const kills: Record<string, number> = {};
  const asked = new Map<string, Caller>();
  const listener = await openListener();
  let isOver = false;
  const killing = (async () => {
    while (!isOver) {
      const [least, most] = KILL_EVERY_MS;
      await sleep(least + random() * (most - least));
      if (isOver) return;
      const roll = random();
      const [name, target] =
        roll < 0.7
          ? ["agent", agents[Math.floor(random() * agents.length)] ?? stack.agent]
          : roll < 0.85
            ? ["painter", stack.easel]
            : ["worker", stack.worker];
      kills[name] = (kills[name] ?? 0) + 1;
      const pid = target?.pid;
      if (pid) for (const one of descendants(pid, "")) endProcess(one);
    }
  })();
  // A Worker that is dead just now misses a minute, as in life: the next one comes.
  const sweeping = setInterval(
    () => void fetch(`${url}/cdn-cgi/local/scheduled`).catch(() => undefined),
    SWEEP_EVERY_MS,
  );
  try {
    const toldOf = await ask(url, wanted, random, asked, listener.url);
    await settled(stateDir, new Set(asked.keys()));
    isOver = true;
    await killing;
    const outcome = readOutcome(stateDir, new Set(asked.keys()), await openResults(asked));
    console.log(
      `Killed: ${JSON.stringify(kills)}; messages dropped ${wire.dropped}, doubled ${wire.doubled}.`,
    );
    outcome.doubled += sayHeard(listener, toldOf);
    return outcome;
  } finally {
    isOver = true;
    clearInterval(sweeping);
    await Promise.all(agents.map((agent) => agent.stop()));
    wire.close();
    listener.close();
    await stack.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

/** Callers that say a call again, under its key, until it is answered. Resolves with those that are told of by a webhook. */
async function ask(
  url: string,
  wanted: number,
  random: () => number,
  asked: Map<string, Caller>,
  webhook: string,
): Promise<Set<string>> {
  const toldOf = new Set<string>();
  let left = wanted;
  const lane = async (at: number): Promise<void> => {
    const caller = new Caller(url);
    while (left > 0) {
      left -= 1;
      const key = `${at}-${left}`;
      const isTold = random() < 1 / TOLD_OF;
      const body = { quality: "draft", ...(isTold && { webhook }) };
      const generation = await again(() => caller.generate(body, { "idempotency-key": key }));
      asked.set(generation.id, caller);
      if (isTold) toldOf.add(generation.id);
      if (random() < 1 / CANCELLED_OF) await again(() => caller.cancel(generation.id));
      // A queue that is never empty, and never all there is.
      await again(async () => {
        const { state } = await caller.look(generation.id);
        if (state === "queued" && left > 0) await sleep(random() * 1500);
      });
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, (_, at) => lane(at)));
  return toldOf;
}

/** Those whose every result opens by its address and is as long as it is said to be. */
async function openResults(asked: ReadonlyMap<string, Caller>): Promise<Set<string>> {
  const opened = new Set<string>();
  for (const [id, caller] of asked) {
    const { state, results } = await again(() => caller.look(id));
    if (state !== "succeeded") continue;
    const sizes = await Promise.all(
      results.map(({ url }) =>
        again(async () => {
          const answer = await fetch(url.replace("localhost", "127.0.0.1"));
          if (answer.status >= 500) throw new Error(String(answer.status));
          return (await answer.arrayBuffer()).byteLength;
        }),
      ),
    );
    if (results.length > 0 && results.every(({ bytes }, at) => bytes === sizes[at])) opened.add(id);
  }
  return opened;
}

/** How many were told two things. The same thing twice, under one id, is how webhooks are when a Worker dies: it is printed. */
function sayHeard({ heard }: Listener, toldOf: ReadonlySet<string>): number {
  const all = [...heard.values()];
  const unheard = [...toldOf].filter((id) => !heard.has(id)).length;
  const again = all.filter(({ times }) => times > 1).length;
  console.log(`Webhooks: ${toldOf.size} asked for, ${unheard} unheard, ${again} said more than once.`);
  return all.filter(({ ends }) => ends.size > 1).length;
}

async function settled(stateDir: string, ids: ReadonlySet<string>): Promise<void> {
  let before = -1;
  let sinceMs = performance.now();
  for (;;) {
    const { lost, jobs, reruns } = readOutcome(stateDir, ids);
    const untold = openDeliveries(stateDir);
    if (lost === 0 && untold === 0) return;
    const now = jobs * 1e6 - (lost + untold) * 100 + reruns;
    if (now !== before) {
      sinceMs = performance.now();
      console.log(`  ${lost} of ${jobs} still under way, ${untold} webhooks not heard`);
    }
    before = now;
    if (performance.now() - sinceMs > STANDSTILL_MS) return;
    await sleep(LOOK_EVERY_MS);
  }
}

async function startAgent(stack: Stack, url: string, at: number): Promise<Supervised> {
  const statusPort = String(await freePort());
  const agent = new Supervised({
    name: `agent ${at}`,
    command: join(root, "node_modules/.bin/node"),
    args: [
      join(root, "gpu-agent/src/main.ts"),
      "--url",
      url,
      "--comfy",
      stack.easelUrl ?? "",
      "--status-port",
      statusPort,
    ],
    env: { AGENT_CREDENTIAL: await hostFor(stack, `chaos-${at}`) },
    probeUrl: `http://127.0.0.1:${statusPort}/health`,
  });
  await agent.start();
  return agent;
}

async function again<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch {
      await sleep(500);
    }
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended with its parent.
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
