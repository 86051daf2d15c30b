import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import { outboxEntry } from "../../src/outbox/outbox-entry-store.ts";
import { recordingD1 } from "./recording.ts";
import { SAMPLES } from "./samples.ts";
import type { Sampled } from "./sampled.ts";

/** Not stores of their own: what they make stands in statements of others. */
export const PIECES: Record<string, unknown> = {
  "outbox/outbox-entry-store.ts": outboxEntry,
  "linked-store.ts": "a condition",
  "ledger/raw-store.ts": "every command of the ledger",
  "studios/sketch/routes/sketches.restore.ts": "a route",
};

export interface Said {
  /** `ledger/store.ts say`. */
  where: string;
  sql: string;
}

/** Every statement that the stores say. */
export async function allStatements(samples: Record<string, Sampled> = SAMPLES): Promise<Said[]> {
  const said = new Map<string, Said>();
  for (const [store, { create, calls }] of Object.entries(samples)) {
    let where = "";
    const d1 = recordingD1((sql) => void said.set(`${where} ${sql}`, { where, sql }));
    const db: DrizzleD1Database = drizzle(d1);
    const functions = create(db, d1) as Record<string, (...args: unknown[]) => unknown>;
    for (const [name, samples] of Object.entries(calls)) {
      where = `${store} ${name}`;
      for (const args of samples) {
        // What would go into a batch is said when it is awaited, too.
        const gives = functions[name]?.(...args);
        for (const one of Array.isArray(gives) ? (gives as unknown[]) : [gives]) await one;
      }
    }
  }
  return [...said.values()];
}
