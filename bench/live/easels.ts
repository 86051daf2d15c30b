/** Painters that take always the same time, several to a process, as the GPUs of one host. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { root } from "../../scripts/stack.ts";

export interface Easels {
  urls: string[];
  stop(): void;
}

/** Starts `count` of them, one process each. */
export async function startEasels(count: number, sleepMs: number): Promise<Easels> {
  const children = Array.from({ length: count }, () =>
    spawn(
      process.execPath,
      [join(root, "packages/easel/src/main.ts"), "--port", "0", "--sleep-ms", String(sleepMs)],
      { stdio: ["ignore", "pipe", "inherit"] },
    ),
  );
  const urls = await Promise.all(
    children.map(async ({ stdout }) => {
      const lines = createInterface({ input: stdout });
      const [line] = (await once(lines, "line")) as [string];
      lines.on("line", () => undefined);
      return /http:\S+/.exec(line)?.[0] ?? "";
    }),
  );
  return { urls, stop: () => children.forEach((child) => child.kill()) };
}
