/** The bench's Worker in workerd, on an empty database with our migrations. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { freePort, migrate, root } from "../../scripts/stack.ts";
import { Supervised } from "../../scripts/supervisor.ts";

/** Of batches, as D1 counts. */
export interface Counted {
  statements: number;
  rowsWritten: number;
  rowsRead: number;
}

export interface Stage {
  ask<T>(path: string, body: unknown): Promise<T>;
  stop(): Promise<void>;
}

export async function openStage(name: string): Promise<Stage> {
  const config = join(root, "bench/ledger/wrangler.toml");
  const stateDir = join(root, ".tmp", `bench-ledger-${process.pid}-${name}`);
  migrate(stateDir, config, "llamasketch-bench-ledger");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const worker = new Supervised({
    name: "bench worker",
    command: join(root, "node_modules/.bin/wrangler"),
    args: [
      "dev",
      "--config",
      config,
      "--ip",
      "127.0.0.1",
      "--port",
      String(port),
      "--persist-to",
      stateDir,
      "--inspector-port",
      String(await freePort()),
      "--show-interactive-dev-session=false",
      "--log-level",
      "warn",
    ],
    env: { CI: "1", WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false", NO_COLOR: "1" },
    probeUrl: url,
    watched: false,
  });
  await worker.start();
  return {
    async ask<T>(path: string, body: unknown): Promise<T> {
      const answer = await fetch(url + path, { method: "POST", body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${(await answer.text()).slice(0, 500)}`);
      return (await answer.json()) as T;
    },
    async stop() {
      await worker.stop();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}
