/** `npm start`: everything on this machine, until Ctrl-C. */
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { root, startStack, type Stack } from "./stack.ts";

const DEFAULT_PORT = 8787;
const CRON_EVERY_MS = 60_000;
const port = Number(process.env.PORT ?? DEFAULT_PORT);
if (!Number.isInteger(port) || port < 1 || port > 65_535) {
  console.error(`PORT must be a number from 1 to 65535; it is "${process.env.PORT}".`);
  process.exit(2);
}
const turnstile = process.env.TURNSTILE ?? "off";
if (turnstile !== "on" && turnstile !== "off") {
  console.error(`TURNSTILE must be on or off; it is "${turnstile}".`);
  process.exit(2);
}
const stateDir = join(root, ".wrangler", "state-start");
mkdirSync(stateDir, { recursive: true });
const logFile = join(stateDir, "start.log");

let stack: Stack | null = null;
let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await stack?.stop();
  process.exit(0);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());

try {
  console.log("Starting the Worker, the built-in painter and its agent…");
  stack = await startStack({
    port,
    stateDir,
    painter: true,
    // Shut, the door of free work asks for a token of the local double, which the page makes by itself.
    vars: { TURNSTILE: turnstile },
    log: (line) => appendFileSync(logFile, `${line}\n`),
  });
  if (stopping) await stack.stop();
  const { url } = stack;
  // wrangler runs cron jobs only when told to; a sweep that was missed is made up by the next.
  setInterval(() => void fetch(`${url}/cdn-cgi/local/scheduled`).catch(() => undefined), CRON_EVERY_MS);
  console.log(`\nLlamaSketch is running at ${stack.url}\n`);
  console.log(
    "Pictures come from the built-in painter, not a model; README.md says how to connect a ComfyUI.",
  );
  console.log(`Logs: ${logFile}. Ctrl-C ends everything.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(`What happened is in ${logFile}.`);
  process.exit(1);
}
