/** Starts the stacks that all browser tests share, once: each worker draws on one of its own. */
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unpackBrowser } from "@llamasketch/testing";
import { leaksIn } from "@llamasketch/testing/leaks";
import type { TestProject } from "vitest/node";
import { PLENTY, root, startStack, type Stack } from "../../scripts/stack.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** `painted`: addresses of stacks with a painter, one for each worker; `bare`: of the one without. */
    stacks: { painted: string[]; bare: string };
    /** Files of this run: of what tests said, and of what all stacks logged. */
    said: string;
    logged: string;
  }
}

export default async function startStacks(project: TestProject): Promise<() => Promise<void>> {
  await unpackOnce();
  const run = join(root, ".tmp", `e2e-${process.pid}`);
  mkdirSync(run, { recursive: true });
  const [said, logged] = [join(run, "said"), join(run, "log")];
  for (const file of [said, logged]) writeFileSync(file, "");
  project.provide("said", said);
  project.provide("logged", logged);
  const log = (line: string): void => appendFileSync(logged, `${line}\n`);
  const secrets: string[] = [];
  const started: Stack[] = [];
  const start = async (name: string, painter: boolean): Promise<string> => {
    const stack = await startStack({
      port: 0,
      stateDir: join(run, name),
      painter,
      vars: PLENTY,
      log,
    });
    secrets.push(...Object.values(stack.secrets));
    started.push(stack);
    return stack.url;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((stack) => stack.stop()));
  };
  try {
    const workers = Number(project.config.maxWorkers);
    const painted: string[] = [];
    for (let at = 0; at < workers; at += 1) painted.push(await start(`painted-${at}`, true));
    project.provide("stacks", { painted, bare: await start("bare", false) });
  } catch (error) {
    await stop();
    throw error;
  }
  return async () => {
    await stop();
    const words = linesOf(said).map((line) => JSON.parse(line) as string);
    const leaks = leaksIn(linesOf(logged), [...words, ...secrets.flatMap((keys) => keys.split(","))]);
    if (leaks.length > 0) throw new Error(`The logs repeat what is somebody's:\n${leaks.join("\n")}`);
    rmSync(logged);
  };
}

/** Before several want it at once. What it sets in the environment is for a browser alone, not for the stacks. */
async function unpackOnce(): Promise<void> {
  const before = { ...process.env };
  await unpackBrowser(join(root, ".tmp"));
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
}

const linesOf = (file: string): string[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
