/** Signals and wiring; everything else is elsewhere. */
import { Agent } from "./agent.ts";
import { ComfyProducer } from "./comfy-producer.ts";
import { readConfig } from "./config.ts";
import { serveStatus } from "./status-server.ts";
import { warmUp } from "./warm-up.ts";

const log = (level: "info" | "warn", text: string): void => console[level](`agent: ${text}`);

let config;
try {
  config = readConfig(process.argv.slice(2), process.env);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}
let agent: Agent | null = null;
const server =
  config.statusPort === undefined
    ? null
    : serveStatus(config.statusPort, () => agent?.status() ?? { healthy: false, connected: false });

const { workflow, checkpoint } = config;
const producers = await Promise.all(
  config.comfy.map((url) => ComfyProducer.open({ url, workflow, checkpoint, log })),
);
const times = await Promise.all(producers.map((producer) => warmUp(producer)));
const frameMs = times.reduce((sum, ms) => sum + ms, 0) / times.length;
log(
  "info",
  `${producers[0]?.label ?? "ComfyUI"}, ${producers.length} slot(s), a 512 px frame in ${Math.round(frameMs)} ms`,
);
agent = new Agent({ config, producers, frameMs, log });

let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    agent?.drain();
    server?.close();
    // Sockets close behind their last messages; nothing is awaited for longer.
    setTimeout(() => process.exit(0), 300);
  });
}
