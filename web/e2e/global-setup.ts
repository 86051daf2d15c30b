/** Starts the stacks that all browser tests share, once: each worker draws on one of its own. */
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { PLENTY, root, startStack, type Stack } from "../../scripts/stack.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** `painted`: addresses of stacks with a painter, one for each worker; `bare`: of the one without. */
    stacks: { painted: string[]; bare: string };
  }
}

export default async function startStacks(project: TestProject): Promise<() => Promise<void>> {
  const run = join(root, ".tmp", `e2e-${process.pid}`);
  const started: Stack[] = [];
  const start = async (name: string, painter: boolean): Promise<string> => {
    const stack = await startStack({
      port: 0,
      stateDir: join(run, name),
      painter,
      vars: PLENTY,
      log: () => undefined,
    });
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
  return stop;
}
