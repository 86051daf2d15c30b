/**
 * Words that were stored as an older version folded them are folded anew, a page after the other: SQL cannot fold. Until a row
 * is passed it is found by its old words. When all were, a run costs one read.
 */
import { FOLD_VERSION, foldText } from "@llamasketch/contract";
import type { Ports } from "../ports.ts";
import type { Statement } from "../commit.ts";
import { always, type HasTime } from "../has-time.ts";

const ROWS_AT_ONCE = 400;
const WALKS = { sketches: `fold:${FOLD_VERSION}:sketches`, jobs: `fold:${FOLD_VERSION}:jobs` } as const;

export async function refoldWords(services: Ports, nowMs: number, hasTime: HasTime = always): Promise<void> {
  const { folds } = services;
  const at = { nowMs, hasTime };
  await walk(services, at, WALKS.sketches, async (after) => {
    const rows = await folds.sketchesAfter(after, ROWS_AT_ONCE);
    const changes = rows.flatMap((row) => {
      const [title, prompt] = [foldText(row.title), foldText(row.prompt)];
      if (title === row.titleWords && prompt === row.promptWords) return [];
      return [folds.putSketch(row, title, prompt)];
    });
    return { rows, changes };
  });
  await walk(services, at, WALKS.jobs, async (after) => {
    const rows = await folds.jobsAfter(after, ROWS_AT_ONCE);
    const changes = rows.flatMap((row) => {
      const words = foldText(row.prompt);
      return words === row.words ? [] : [folds.putJob(row, words)];
    });
    return { rows, changes };
  });
}

interface Page {
  rows: readonly { id: string }[];
  changes: readonly Statement[];
}

/** A walk that is made once; an empty cursor says that it was. */
async function walk(
  { walks, commit }: Ports,
  { nowMs, hasTime }: { nowMs: number; hasTime: HasTime },
  name: string,
  read: (after: string) => Promise<Page>,
): Promise<void> {
  let cursor = (await walks.at(name))?.cursor ?? null;
  while (cursor !== "" && hasTime()) {
    const { rows, changes } = await read(cursor ?? "");
    cursor = rows.length < ROWS_AT_ONCE ? "" : (rows.at(-1)?.id ?? "");
    await commit([...changes, walks.walked(name, cursor, nowMs)]);
  }
}
