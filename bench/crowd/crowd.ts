/**
 * Three people draw and ask for pictures; beside them one hostile visitor does one thing after the other. How much longer the
 * three wait meanwhile, against the quiet times between the attacks. `--seconds N` for another length of each part than 50, `--only NAME` for one of the attacks.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { percentile } from "@llamasketch/headless";
import { PLENTY, root, startStack } from "../../scripts/stack.ts";
import { ATTACKS } from "./attacks.ts";
import { Honest, type Waits } from "./honest.ts";
import { Hostile } from "./hostile.ts";
import { storedBytesOf } from "./stored.ts";

const PEOPLE = 3;
/** Some forty strokes: p95 of twenty is the second worst, and moves by a fifth between two quiet parts. */
const PART_S = 50;
/** Connections end and rows are written before the next quiet time counts. */
const SETTLE_MS = 3000;
const SWEEP_EVERY_MS = 60_000;
const UNANSWERED = 99;

export async function run(args: readonly string[] = []): Promise<unknown> {
  const partMs = (Number(args[args.indexOf("--seconds") + 1]) || PART_S) * 1000;
  const only = args.includes("--only") ? args[args.indexOf("--only") + 1] : null;
  const attacks = ATTACKS.filter(({ name }) => only === null || name === only);
  if (attacks.length === 0)
    throw new Error(`--only takes one of ${ATTACKS.map(({ name }) => name).join(", ")}.`);
  const stateDir = join(root, ".tmp", `bench-crowd-${process.pid}`);
  const vars = { ...PLENTY, TURNSTILE: "on" };
  const stack = await startStack({
    port: 0,
    stateDir,
    painter: true,
    capacity: 16,
    vars,
    log: (line) => (process.env.LOUD ? console.error(line) : undefined),
  });
  const sweeping = setInterval(
    () => void fetch(`${stack.url}/cdn-cgi/local/scheduled`).catch(() => undefined),
    SWEEP_EVERY_MS,
  );
  const people = Array.from({ length: PEOPLE }, (_, at) => new Honest(stack.url, at));
  const hostile = new Hostile(stack.url);
  const take = (): Waits => merged(people.map((person) => person.take()));
  try {
    for (const person of people) await person.begin();
    await hostile.begin();
    const work = people.map((person) => person.work());
    await sleep(SETTLE_MS);
    const quiets: Waits[] = [];
    const attacked: { name: string; waits: Waits }[] = [];
    const quiet = async (): Promise<void> => {
      take();
      await sleep(partMs);
      quiets.push(take());
      say("quiet", quiets.at(-1) ?? merged([]));
    };
    for (const attack of attacks) {
      await quiet();
      let isOver = false;
      const attacking = attack.run(hostile, () => isOver);
      await sleep(partMs);
      const waits = take();
      attacked.push({ name: attack.name, waits });
      say(attack.name, waits);
      isOver = true;
      hostile.hangUp();
      await attacking;
      await sleep(SETTLE_MS);
    }
    await quiet();
    for (const person of people) person.end();
    await Promise.all(work);
    const budgetBytes = await hostile.budgetBytes();
    const restarts = [stack.worker, stack.easel, stack.agent].reduce(
      (sum, one) => sum + (one?.restarts ?? 0),
      0,
    );
    clearInterval(sweeping);
    await stack.stop();
    const ratios = attacked.map(({ name, waits }) => {
      const strokesP95Ratio = ratio(
        waits.strokesMs,
        quiets.map(({ strokesMs }) => strokesMs),
      );
      const picturesP95Ratio = ratio(
        waits.picturesMs,
        quiets.map(({ picturesMs }) => picturesMs),
      );
      const honestP95Ratio = Math.max(strokesP95Ratio, picturesP95Ratio);
      return { name, honestP95Ratio, strokesP95Ratio, picturesP95Ratio };
    });
    const storedBytesOfHostile = storedBytesOf(stateDir, hostile.ids);
    return { attacks: ratios, restarts, storedBytesOfHostile, budgetBytes };
  } finally {
    clearInterval(sweeping);
    hostile.hangUp();
    for (const person of people) person.end();
    await stack.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

const merged = (all: readonly Waits[]): Waits => ({
  strokesMs: all.flatMap(({ strokesMs }) => strokesMs),
  picturesMs: all.flatMap(({ picturesMs }) => picturesMs),
});

/** P95 against the median p95 of the quiet parts: one that still suffers from the attack before it does not excuse the next. */
function ratio(list: readonly number[], quiets: readonly (readonly number[])[]): number {
  const here = percentile(list, 0.95);
  const there = median(quiets.map((quiet) => percentile(quiet, 0.95) ?? Infinity));
  // Nobody was answered at all: that is worse than any number.
  return here === null ? UNANSWERED : Number((here / there).toFixed(3));
}

/** The mean of the two in the middle where their number is even: of two quiet parts the better one alone would be no median. */
function median(list: readonly number[]): number {
  const sorted = list.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Infinity;
  return (at(Math.floor((sorted.length - 1) / 2)) + at(Math.floor(sorted.length / 2))) / 2;
}

function say(name: string, { strokesMs, picturesMs }: Waits): void {
  const figures = (list: readonly number[]): string =>
    `${list.length} (p50 ${Math.round(percentile(list, 0.5) ?? 0)}, p95 ${Math.round(percentile(list, 0.95) ?? 0)} ms)`;
  console.log(`  ${name.padEnd(14)} strokes ${figures(strokesMs)}, pictures ${figures(picturesMs)}`);
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
