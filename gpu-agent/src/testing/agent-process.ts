/** The agent as its own process, for tests of signals and exit codes. */
import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface AgentProcess {
  readonly child: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
}

const program = fileURLToPath(new URL("../main.ts", import.meta.url));

export function startAgent(
  args: readonly string[],
  env: Record<string, string> = {},
  file = program,
): AgentProcess {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", file, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk));
  const ended = new Promise<number | string | null>((resolve) =>
    child.once("close", (code, signal) => resolve(code ?? signal)),
  );
  return { child, output: () => text, ended };
}
