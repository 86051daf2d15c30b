/** Kills, stops and swallows every part while someone draws in a real browser: the sketch must go on without a reload. */
import { join } from "node:path";
import { launchBrowser } from "@llamasketch/testing";
import type { Page } from "playwright-core";
import { PLENTY, root, startStack, type Stack } from "../../scripts/stack.ts";
import {
  drawStrokeMouse,
  openNewSketch,
  shownPicture,
  waitForPictureAfter,
  waitForStatus,
} from "../../web/e2e/sketch-page.ts";
import { blackHole, type BlackHole } from "./black-hole.ts";
import { idleThroughRestart } from "./idle.ts";
import { descendants, listensOn } from "./processes.ts";

interface Case {
  name: string;
  strike(): void;
}

const RECOVER_WITHIN_MS = 60_000;
/** Pictures that must come after the fault: the first may have been on its way. */
const PICTURES_AFTER = 3;
const CALM_MS = 3000;

export async function run(): Promise<{
  cases: number;
  recovered: number;
  worstMs: number;
  idleSockets: number;
  replacements: number;
}> {
  const holes = new Map<string, BlackHole>();
  const hole = async (what: string, url: string): Promise<string> => {
    const made = await blackHole(url);
    holes.set(what, made);
    return made.url;
  };
  const stateDir = join(root, ".tmp", `bench-kills-${process.pid}`);
  const stack = await startStack({
    port: 0,
    stateDir,
    painter: true,
    capacity: 64,
    vars: PLENTY,
    log: () => undefined,
    between: hole,
  });
  const browserUrl = await hole("browser to Worker", stack.url);
  const { browser, close } = await launchBrowser(join(root, ".tmp"));
  const page = await (await browser.newContext({ viewport: { width: 1200, height: 800 } })).newPage();
  try {
    await openNewSketch(page, browserUrl);
    await drawStrokeMouse(page, wave(0));
    await waitForPictureAfter(page, 0);
    await page.evaluate(() => Object.assign(window, { neverReloaded: true }));
    const cases = casesOf(stack, holes);
    const took: number[] = [];
    let recovered = 0;
    for (const { name, strike } of cases) {
      const ms = await survive(page, strike);
      if (ms !== null) recovered += 1;
      took.push(ms ?? RECOVER_WITHIN_MS);
      console.log(`  ${name.padEnd(44)} ${ms === null ? "not recovered" : `${Math.round(ms)} ms`}`);
      await page.waitForTimeout(CALM_MS);
    }
    const idle = await idleThroughRestart(stack);
    return { cases: cases.length, recovered, worstMs: Math.round(Math.max(...took)), ...idle };
  } finally {
    await close();
    await stack.stop();
    for (const made of holes.values()) made.close();
  }
}

function casesOf(stack: Stack, holes: ReadonlyMap<string, BlackHole>): Case[] {
  const port = Number(new URL(stack.url).port);
  const workerds = (): number[] =>
    stack.worker.pid === null ? [] : descendants(stack.worker.pid, "workerd");
  const pids: Record<string, () => number | undefined> = {
    agent: () => stack.agent?.pid ?? undefined,
    painter: () => stack.easel?.pid ?? undefined,
    "workerd that owns the port": () => workerds().find((pid) => listensOn(pid, port)),
    "workerd that runs the Worker": () => workerds().find((pid) => !listensOn(pid, port)),
  };
  const cases: Case[] = [];
  for (const signal of ["SIGKILL", "SIGSTOP"] as const) {
    for (const [name, find] of Object.entries(pids)) {
      cases.push({
        name: `${signal} ${name}`,
        strike() {
          const pid = find();
          if (pid === undefined) throw new Error(`${name} is not running`);
          process.kill(pid, signal);
        },
      });
    }
  }
  for (const [name, made] of holes) cases.push({ name: `black hole ${name}`, strike: () => made.swallow() });
  return cases;
}

/** Draws on while `strike` happens; ms until pictures flow again, or null. */
async function survive(page: Page, strike: () => void): Promise<number | null> {
  let drawing = true;
  const hand = (async () => {
    for (let at = 0; drawing; at++) {
      await drawStrokeMouse(page, wave(at), { stepMs: 10 });
      await page.waitForTimeout(200);
    }
  })();
  await page.waitForTimeout(1000);
  const { shown } = await shownPicture(page);
  const startedMs = performance.now();
  strike();
  try {
    await page.waitForTimeout(300);
    await waitForPictureAfter(page, shown + PICTURES_AFTER, RECOVER_WITHIN_MS);
    const tookMs = performance.now() - startedMs;
    drawing = false;
    await hand;
    await waitForStatus(page, "live", RECOVER_WITHIN_MS);
    const same = await page.evaluate(() => "neverReloaded" in window);
    return same ? tookMs : null;
  } catch {
    drawing = false;
    await hand;
    return null;
  }
}

const wave = (at: number): { x: number; y: number }[] =>
  Array.from({ length: 30 }, (_, step) => ({
    x: 80 + step * 29,
    y: 120 + ((at * 97) % 760) + 40 * Math.sin(step / 3 + at),
  }));
