/**
 * Kills the Worker again and again while five people draw live, and then holds the books against what is stored: every
 * hold has ended, and paid is what the stored manifests price to. `--kills N` for another number than a hundred.
 */
import { join } from "node:path";
import { Agent } from "@llamasketch/gpu-agent/agent";
import { seededRandom } from "@llamasketch/simulator";
import { PLENTY, root, startStack, type Stack } from "../../scripts/stack.ts";
import { descendants } from "../kills/processes.ts";
import { canvasMaker } from "../live/canvas.ts";
import { Sleeper } from "../live/sleeper.ts";
import { readBooks, type Books } from "./books.ts";
import { Person } from "./person.ts";
import { hostFor, introduce } from "../live/known-host.ts";

const KILLS = 100;
const PEOPLE = 5;
const PRODUCE_MS = 150;
const CANVAS_BYTES = 8 * 1024;
/** From the first picture after the last kill to the next kill, at most. */
const DRAW_MS = 2500;
const WONDERS_MS = 200;
const RECOVER_WITHIN_MS = 60_000;
/** In the first half of the run, one in so many kills is also somebody's end: their session is never opened again. */
const LEAVES_EVERY = 5;
/** After the last stroke: a session's ten seconds without ink, and what it then says. */
const SETTLE_MS = 15_000;
/** A hold that nobody came back to ends with its alarm, four minutes after it was held, or with the sweep after that. */
const ABANDONED_MS = 330_000;
const LOOK_EVERY_MS = 5000;

export async function run(args: readonly string[] = []): Promise<{
  kills: number;
  holdsOpen: number;
  sum: number;
  capturedMinusPriced: number;
  unstoredShown: number;
}> {
  const wanted = Number(args[args.indexOf("--kills") + 1]) || KILLS;
  const random = seededRandom(20_261_121);
  const stateDir = join(root, ".tmp", `bench-crash-${process.pid}`);
  const stack = await startStack({ port: 0, stateDir, painter: false, vars: PLENTY, log: () => undefined });
  const agent = startAgent(stack, await hostFor(stack, "crash"));
  await introduce(stack);
  const encode = await canvasMaker(CANVAS_BYTES);
  const enter = (at: number): Promise<Person> =>
    Person.enter(stack.url, async () => encode(), seededRandom(at));
  const drawn: Person[] = [];
  try {
    const people: Person[] = [];
    for (let at = 0; at < PEOPLE; at++) people.push(await enter(at));
    const startedMs = performance.now();
    let kills = 0;
    for (; kills < wanted; kills++) {
      await somebodySees(people);
      await sleep(random() * DRAW_MS);
      const before = stack.worker.restarts;
      const what = await strike(stack, random());
      const isEnd = kills < wanted / 2 && kills % LEAVES_EVERY === LEAVES_EVERY - 1;
      if (isEnd) {
        const [gone] = people.splice(Math.floor(random() * people.length), 1);
        gone?.leave();
        if (gone) drawn.push(gone);
      }
      await isBack(stack, before);
      if (isEnd) people.push(await enter(PEOPLE + kills));
      for (const person of people) person.comeBack();
      if (kills % 10 === 9 || kills === wanted - 1)
        console.log(
          `  ${kills + 1} kills (the last: ${what}) in ${Math.round((performance.now() - startedMs) / 1000)} s`,
        );
    }
    await somebodySees(people);
    for (const person of people) person.rest();
    drawn.push(...people);
    await sleep(SETTLE_MS);
    const books = await settled(stack, stateDir);
    return report(kills, books, drawn);
  } finally {
    for (const person of drawn) person.leave();
    agent.drain();
    await stack.stop();
  }
}

function report(kills: number, books: Books, people: readonly Person[]) {
  const shown = people.flatMap((person) => person.worthKeeping);
  const unstoredShown = shown.filter((id) => !books.pictures.has(id)).length;
  const told = people.flatMap((person) => [...person.kept]);
  const lost = told.filter((id) => !books.pictures.has(id)).length;
  const pictures = people.reduce((sum, person) => sum + person.pictures, 0);
  console.log(
    `  ${pictures} pictures shown in ${people.length} sketches, ${shown.length} of them of pauses; ${books.pictures.size} stored; ${told.length} told as kept, ${lost} of these not stored`,
  );
  console.log(
    `  ${books.blocks} rows of live_blocks; ${books.captured} credits captured, manifests price to ${books.priced}, stored pictures to ${books.pricedByPictures} (one that took another's place shows one window), written off ${books.writtenOff}`,
  );
  for (const line of books.divergences) console.log(`  DIVERGES ${line}`);
  if (lost > 0) throw new Error("a picture was told as kept and is not stored");
  return {
    kills,
    holdsOpen: books.holdsOpen,
    sum: books.sum,
    capturedMinusPriced: books.captured - books.priced,
    unstoredShown,
  };
}

/** The books once nothing is held any more, or as they are when that never comes; the cron is run as every minute. */
async function settled(stack: Stack, stateDir: string): Promise<Books> {
  const byMs = performance.now() + ABANDONED_MS;
  for (;;) {
    // Where it fails the holds stay open, and that is what is printed.
    await fetch(`${stack.url}/cdn-cgi/local/scheduled`).catch(() => undefined);
    const books = readBooks(stateDir, Date.now());
    if (books.holdsOpen === 0 || performance.now() > byMs) return books;
    console.log(`  ${books.holdsOpen} holds open, of sessions that nobody opened again`);
    await sleep(LOOK_EVERY_MS * 4);
  }
}

/** All of wrangler at once, or the Worker's process first and wrangler a moment later, while it still wonders. */
async function strike(stack: Stack, chance: number): Promise<string> {
  const pid = await pidOf(stack);
  const isWhole = chance < 0.5;
  const all = descendants(pid, "");
  if (!isWhole) {
    end(descendants(pid, "workerd"));
    await sleep(WONDERS_MS);
  }
  end(all);
  return isWhole ? "all of wrangler" : "workerd before wrangler";
}

/** The supervisor may be starting it anew of its own accord, where the machine is slow. */
async function pidOf({ worker }: Stack): Promise<number> {
  const byMs = performance.now() + RECOVER_WITHIN_MS;
  while (worker.pid === null) {
    if (performance.now() > byMs) throw new Error("the Worker did not come back");
    await sleep(50);
  }
  return worker.pid;
}

function end(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended with its parent.
    }
  }
}

async function isBack(stack: Stack, before: number): Promise<void> {
  const byMs = performance.now() + RECOVER_WITHIN_MS;
  for (;;) {
    if (stack.worker.restarts > before) {
      const answer = await fetch(`${stack.url}/api/health`).catch(() => null);
      await answer?.body?.cancel();
      if (answer?.ok) return;
    }
    if (performance.now() > byMs) throw new Error("the Worker did not come back");
    await sleep(50);
  }
}

/** Until somebody was shown a picture that they were not shown before. */
async function somebodySees(people: readonly Person[]): Promise<void> {
  const before = people.map(({ pictures }) => pictures);
  const byMs = performance.now() + RECOVER_WITHIN_MS;
  while (people.every(({ pictures }, at) => pictures <= (before[at] ?? 0))) {
    if (performance.now() > byMs) throw new Error("nobody was shown a picture any more");
    await sleep(20);
  }
}

const startAgent = (stack: Stack, credential: string): Agent =>
  new Agent({
    config: {
      url: stack.url.replace("localhost", "127.0.0.1"),
      credential,
      comfy: [],
      capacity: 64,
      workflow: "auto",
    },
    producers: Array.from({ length: PEOPLE }, () => new Sleeper(PRODUCE_MS)),
    frameMs: PRODUCE_MS,
    log: () => undefined,
  });

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
