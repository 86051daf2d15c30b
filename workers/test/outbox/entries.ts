/** Entries of the outbox as tests write them, and effects by the subject's first word. */
import { env } from "cloudflare:workers";
import { newId } from "../../src/ids.ts";
import type { OutboxHandlers } from "../../src/outbox/outbox-run.ts";
import type { OutboxEntry } from "../../src/outbox-kinds.ts";
import type { OutboxOutcome } from "../../src/feature.ts";
import { known } from "../ledger/books.ts";

export const NOW_MS = Date.UTC(2050, 0, 1);
export const MINUTE_MS = 60_000;

/** Nothing else is open. */
export const emptied = (): Promise<unknown> =>
  env.DB.exec("UPDATE outbox SET done_at = 1, parked_at = NULL WHERE done_at IS NULL");

/** So many about `word 0`, `word 1` and so on, the first of them the oldest. */
export async function entries(
  count: number,
  word: string,
  { kind = "purge_object", ageMs = 2 * MINUTE_MS }: { kind?: OutboxEntry["kind"]; ageMs?: number } = {},
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId("request"));
  await known.commit(
    ids.map((id, at) =>
      known.outbox.add({ id, kind, subject: `${word} ${at}`, createdAt: NOW_MS - ageMs + at }),
    ),
  );
  return ids;
}

export const entryOf = async (id: string): Promise<OutboxEntry> => {
  const entry = await known.outbox.byId(id);
  if (!entry) throw new Error(`there is no ${id}`);
  return entry;
};
export const openAmong = async (ids: readonly string[]): Promise<number> =>
  (await Promise.all(ids.map((id) => known.outbox.open(id)))).filter(Boolean).length;
export const parkedAmong = async (ids: readonly string[]): Promise<number> =>
  (await Promise.all(ids.map(entryOf))).filter(({ parkedAt }) => parkedAt !== null).length;

/** For every kind. `bad` and what has no effect here throws. */
export const effects = (
  byWord: Record<string, (subject: string) => Promise<OutboxOutcome>>,
): OutboxHandlers => {
  const run = (_: unknown, subject: string): Promise<OutboxOutcome> =>
    byWord[subject.split(" ")[0] ?? ""]?.(subject) ?? Promise.reject(new TypeError("never"));
  return new Proxy({}, { get: () => run }) as never;
};
/** Nothing is carried out by the queue while a test looks. */
export const quiet = { ...known, pokeOutbox: () => Promise.resolve() };
