/** Two stacks of the same Worker beside each other: one with an empty database, one with a grown one. */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { PLENTY, migrate, root, startStack, type Stack } from "../../scripts/stack.ts";
import { fill } from "./fill.ts";

export const ADMIN = "admin@example.com";

export interface Stage {
  empty: Stack;
  grown: Stack;
  /** A look into the grown one's database, beside the Worker. */
  database<T>(use: (database: DatabaseSync) => T): T;
  stop(): Promise<void>;
}

export async function openStage(nowMs: number, plant: (database: DatabaseSync) => void): Promise<Stage> {
  const folder = join(root, ".tmp", `bench-grown-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const config = join(folder, "wrangler.toml");
  writeFileSync(config, recordingConfig());
  const options = {
    port: 0,
    painter: false,
    watched: false,
    config,
    vars: { ...PLENTY, LIMITS: "off", FIRST_ADMIN: ADMIN },
    log: () => undefined,
  };
  const grownDir = join(folder, "grown");
  const stacks: Stack[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(stacks.map((stack) => stack.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    migrate(grownDir, config);
    withDatabase(grownDir, false, (database) => {
      fill(database, nowMs);
      plant(database);
    });
    for (const name of ["empty", "grown"])
      stacks.push(await startStack({ ...options, stateDir: join(folder, name) }));
  } catch (error) {
    await stop();
    throw error;
  }
  const [empty, grown] = stacks;
  if (!empty || !grown) throw new Error("a stack is missing");
  return { empty, grown, stop, database: (use) => withDatabase(grownDir, true, use) };
}

/** As the product's, except for the script, which is the product's with a memory. */
function recordingConfig(): string {
  const text = readFileSync(join(root, "wrangler.toml"), "utf8");
  return text
    .replace(/^main = .*$/m, `main = ${JSON.stringify(join(root, "bench/grown/worker.ts"))}`)
    .replace(/^directory = .*$/m, `directory = ${JSON.stringify(join(root, "web/dist"))}`)
    .replace(/^migrations_dir = .*$/m, `migrations_dir = ${JSON.stringify(join(root, "migrations"))}`);
}

function withDatabase<T>(stateDir: string, readOnly: boolean, use: (database: DatabaseSync) => T): T {
  const folder = join(stateDir, "v3", "d1", "miniflare-D1DatabaseObject");
  for (const file of readdirSync(folder)) {
    if (!file.endsWith(".sqlite") || file === "metadata.sqlite") continue;
    const database = new DatabaseSync(join(folder, file), { readOnly, timeout: 5000 });
    try {
      if (database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'live_blocks'").get())
        return use(database);
    } finally {
      database.close();
    }
  }
  throw new Error("there is no database of ours in the stack's folder");
}
