/** The product on a database as it is after years, beside the same product on an empty one. */
import process from "node:process";
import type { DatabaseSync } from "node:sqlite";
import { percentile } from "@llamasketch/headless";
import { SIZE } from "./fill.ts";
import { Person } from "./person.ts";
import { readingRoutes, searches, writingRoutes, type Route } from "./routes.ts";
import { scansIn, scansWritten } from "./scans.ts";
import { openStage, type Stage } from "./stage.ts";

const WARM_UPS = 8;
const SAMPLES = 48;
/** A p95 of a few milliseconds is soon that of the machine: what stands out is measured on, and everything counts. */
const SAMPLES_MAX = 240;
const STANDS_OUT = 1.3;
/** No more than what each route needs is asked after so long: a machine may be busy with something else. */
const EXTRA_WITHIN_MS = 240_000;
const TICKS_MAX = 30;

/** Of the night's walk through the books, as it is kept. */
interface Walk {
  stage: string;
  divergences: number;
  parts: number;
  longestMs: number;
}
interface Product {
  begunWalk(nowMs: number): Walk;
  writtenStatements(): Promise<string[]>;
}

export async function run(): Promise<unknown> {
  const nowMs = Date.now();
  const product = (await import(new URL("product.ts", import.meta.url).href)) as Product;
  console.log(
    `fill: ${SIZE.people} people, ${SIZE.jobs} jobs, ${SIZE.sketches * SIZE.picturesOfSketch} pictures, a million operations of the ledger…`,
  );
  const stage = await openStage(nowMs, (database) => {
    // The day's check goes on, whatever the hour is.
    database
      .prepare("INSERT INTO walks (name, cursor, at) VALUES ('ledger', ?, ?)")
      .run(JSON.stringify(product.begunWalk(nowMs)), nowMs);
  });
  // Whoever ends this early leaves nothing behind either.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void stage.stop().finally(() => process.exit(1)));
  try {
    const { sweepS, nightlyS } = await measureSweeps(stage);
    const routes = await measureRoutes(stage);
    const said = (await Promise.all([stage.empty, stage.grown].map(({ url }) => statementsOf(url)))).flat();
    const scans = [
      ...new Set([
        ...scansWritten(await product.writtenStatements()),
        ...stage.database((database) => scansIn(database, [...new Set(said)])),
      ]),
    ];
    for (const scan of scans) console.log(`  SCAN ${scan}`);
    console.log(`${new Set(said).size} different statements were said, ${scans.length} walk through a table`);
    const worstRatio = Math.max(...routes.map(({ p95Ratio }) => p95Ratio));
    return { routes, worstRatio, sweepS, nightlyS, scans: scans.length };
  } finally {
    await stage.stop();
  }
}

/** The minutes of a night on the grown database, one after the other, until the books are checked. */
async function measureSweeps(stage: Stage): Promise<{ sweepS: number; nightlyS: number }> {
  const seconds: number[] = [];
  let walk = walkNow(stage);
  while (seconds.length < TICKS_MAX && (walk.stage !== "done" || seconds.length < 3)) {
    const startedMs = performance.now();
    const answer = await fetch(`${stage.grown.url}/cdn-cgi/local/scheduled`);
    await answer.arrayBuffer();
    seconds.push((performance.now() - startedMs) / 1000);
    walk = walkNow(stage);
  }
  if (walk.stage !== "done") throw new Error(`the books were not checked in ${TICKS_MAX} minutes`);
  if (walk.divergences > 0) throw new Error(`${walk.divergences} divergences in books that are sound`);
  console.log(
    `sweeps: ${seconds.length} minutes, ${seconds.map((second) => second.toFixed(1)).join(", ")} s; ` +
      `the books in ${walk.parts} parts, the longest ${walk.longestMs} ms, no divergence`,
  );
  return { sweepS: round(Math.max(...seconds)), nightlyS: round(walk.longestMs / 1000) };
}

const walkNow = (stage: Stage): Walk =>
  stage.database((database: DatabaseSync) => {
    const row = database.prepare("SELECT cursor FROM walks WHERE name = 'ledger'").get();
    return JSON.parse(String(row?.cursor)) as Walk;
  });

async function measureRoutes(stage: Stage) {
  const people = [stage.empty, stage.grown].map(
    ({ url, secrets }) => new Person(url, secrets.OPERATOR_TOKEN),
  );
  for (const person of people) await person.settle();
  const [first] = people;
  if (!first) throw new Error("nobody is there");
  const routes = [...(await readingRoutes(first)), ...searches, ...writingRoutes];
  const found: { route: string; p95Ratio: number }[] = [];
  const extraUntilMs = performance.now() + EXTRA_WITHIN_MS;
  console.log(`${routes.length} routes, asked in turn of an empty and of the grown database; ms`);
  for (const route of routes) {
    const times = people.map((): number[] => []);
    let n = 0;
    const some = async (count: number, isKept: boolean): Promise<void> => {
      for (let at = 0; at < count; at++) {
        n += 1;
        // Who is first has the machine's caches to fill.
        const order = n % 2 === 0 ? [0, 1] : [1, 0];
        for (const who of order) {
          const person = people[who];
          if (!person) continue;
          const ms = await timed(route, person, n);
          if (isKept) times[who]?.push(ms);
        }
      }
    };
    await some(WARM_UPS, false);
    const at = (who: number, part: number): number => percentile(times[who] ?? [], part) ?? 0;
    const ratio = (): number => at(1, 0.95) / at(0, 0.95);
    do await some(SAMPLES, true);
    while (ratio() > STANDS_OUT && (times[0]?.length ?? 0) < SAMPLES_MAX && performance.now() < extraUntilMs);
    const p95Ratio = round(ratio());
    found.push({ route: route.name, p95Ratio });
    console.log(
      `  ${route.name.padEnd(44)} p50 ${ms(at(0, 0.5))} ${ms(at(1, 0.5))}   p95 ${ms(at(0, 0.95))} ${ms(at(1, 0.95))}   ${p95Ratio} of ${times[0]?.length}`,
    );
  }
  return found;
}

async function timed(route: Route, person: Person, n: number): Promise<number> {
  await route.before?.(person);
  const asked = await route.ask(person, n);
  const startedMs = performance.now();
  const answer = await person.ask(asked);
  const text = await answer.text();
  const tookMs = performance.now() - startedMs;
  if (!answer.ok && answer.status !== route.also)
    throw new Error(`${route.name}: ${answer.status} ${text.slice(0, 300)}`);
  return tookMs;
}

const statementsOf = async (url: string): Promise<string[]> =>
  (await (await fetch(`${url}/dev/statements`)).json()) as string[];

const ms = (value: number): string => value.toFixed(1).padStart(6);
const round = (value: number): number => Number(value.toFixed(2));
