/** Accounts: what knowing somebody costs the Worker, in CPU, and what it weighs. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Visitor } from "@llamasketch/testing/visitor";
import { root, startStack, type Stack } from "../../scripts/stack.ts";
import { descendants } from "../kills/processes.ts";
import { bundleKb } from "./bundle.ts";

const SIGN_UPS = 40;
const WARM_UPS = 5;
const ROUNDS = 10;
const REQUESTS_A_ROUND = 100;
const AT_ONCE = 4;
/** What `/proc` counts CPU in. */
const TICK_MS = 10;

export async function run(): Promise<unknown> {
  const { minifiedKb, gzipKb } = bundleKb();
  console.log(`the Worker's script: ${minifiedKb} KB minified, ${gzipKb} KB gzip`);
  const stateDir = join(root, ".tmp", `bench-accounts-${process.pid}`);
  const stack = await startStack({
    port: 0,
    stateDir,
    painter: false,
    vars: { LIMITS: "off" },
    log: () => undefined,
  });
  try {
    const withPassword = await measureSignUps(stack, (visitor, email) => visitor.signUp(email));
    const byLink = await measureSignUps(stack, (visitor, email) => visitor.signInByLink(email));
    console.log(`sign-up with a password, letter and confirmation: ${withPassword} ms of CPU`);
    console.log(`sign-up by a mailed link: ${byLink} ms of CPU`);
    const auth = await measureAuth(stack);
    return {
      signUpCpuMs: Math.max(withPassword, byLink),
      authCpuMs: Math.max(...Object.values(auth)),
      bundleGzipKb: gzipKb,
    };
  } finally {
    await stack.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

/** CPU of a whole sign-up, from the form to the first request as an account; everything workerd does for it, the database too. */
async function measureSignUps(
  stack: Stack,
  signUp: (visitor: Visitor, email: string) => Promise<void>,
): Promise<number> {
  let count = 0;
  const some = async (times: number): Promise<void> => {
    for (let at = 0; at < times; at++)
      await signUp(new Visitor(stack.url), `bench-${process.pid}-${Date.now()}-${(count += 1)}@example.com`);
  };
  await some(WARM_UPS);
  const beforeMs = cpuMs(stack);
  await some(SIGN_UPS);
  return round((cpuMs(stack) - beforeMs) / SIGN_UPS);
}

/** What a request costs more for being somebody's, by the way it says whose: against the same request without, in turn. */
async function measureAuth(stack: Stack): Promise<Record<string, number>> {
  const person = new Visitor(stack.url);
  await person.signInByLink(`bench-${process.pid}@example.com`);
  const visitor = new Visitor(stack.url);
  await visitor.post("/api/sketches", {});
  const [token, key] = [await person.newToken(), await person.newKey()];
  const ways: Record<string, Record<string, string>> = {
    nobody: {},
    visitor: { cookie: visitor.cookie },
    device: { cookie: person.cookie },
    token: { authorization: `Bearer ${token}` },
    key: { authorization: `Bearer ${key}` },
  };
  const costs = new Map<string, number[]>(Object.keys(ways).map((way) => [way, []]));
  for (let turn = 0; turn <= ROUNDS; turn++) {
    for (const [way, headers] of Object.entries(ways)) {
      const beforeMs = cpuMs(stack);
      await ask(stack.url, headers);
      // The first turn warms up.
      if (turn > 0) costs.get(way)?.push((cpuMs(stack) - beforeMs) / REQUESTS_A_ROUND);
    }
  }
  const base = median(costs.get("nobody") ?? []);
  console.log(`a request that nobody signs: ${round(base)} ms of CPU`);
  const auth: Record<string, number> = {};
  for (const [way, list] of costs) {
    if (way === "nobody") continue;
    auth[way] = round(median(list) - base);
    console.log(`  more for a ${way}: ${auth[way]} ms`);
  }
  return auth;
}

/** Who am I: next to nothing but finding that out. A key is known, and then told that this is not for keys. */
async function ask(url: string, headers: Record<string, string>): Promise<void> {
  let left = REQUESTS_A_ROUND;
  const one = async (): Promise<void> => {
    while (left-- > 0) {
      const answer = await fetch(`${url}/api/me`, { headers });
      if (answer.status !== 200 && answer.status !== 403) throw new Error(`answered ${answer.status}`);
      await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** Of every workerd of the stack, since it began. */
function cpuMs(stack: Stack): number {
  const ticks = descendants(stack.worker.pid ?? 0, "workerd").map((pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, each) => sum + each, 0) * TICK_MS;
}

const median = (list: readonly number[]): number =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
const round = (value: number): number => Math.round(value * 100) / 100;
