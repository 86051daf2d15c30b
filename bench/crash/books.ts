/** What stands in the stack's own database, read beside it: nothing of the Worker's own code reckons here. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { checks } from "@llamasketch/ledger";
import { priceLiveWindows } from "@llamasketch/pricing";
import { pictureIdOf, type PicturePlace } from "../../workers/src/media/picture-id.ts";

export interface Books {
  /** Blocks that nothing has ended, and accounts of which something is held. */
  holdsOpen: number;
  /** Of all accounts of all assets. */
  sum: number;
  captured: number;
  writtenOff: number;
  /** What the pictures in the blocks cost by the price list, each window once. */
  priced: number;
  /** What the pictures that are stored cost by it, whatever the blocks say. */
  pricedByPictures: number;
  blocks: number;
  /** Ids of pictures that are stored. */
  pictures: ReadonlySet<string>;
  divergences: string[];
}

interface Block {
  holder_id: string;
  session_id: string;
  pictures: string;
  captured: number;
  written_off: number;
  held: number;
}

export function readBooks(stateDir: string, nowMs: number): Books {
  const database = openDatabase(stateDir);
  try {
    const one = (sql: string): number => Number(Object.values(database.prepare(sql).get() ?? {})[0] ?? 0);
    const blocks = database
      .prepare("SELECT * FROM live_blocks ORDER BY holder_id, session_id, seq")
      .all() as unknown as Block[];
    const stored = database
      .prepare(
        "SELECT sketch_id AS sketchId, epoch, version, kind, variation, window_ms AS windowMs FROM pictures",
      )
      .all() as unknown as (PicturePlace & { windowMs: number | null })[];
    const open = blocks.filter((block, at) => {
      const next = blocks[at + 1];
      return block.held > 0 && (next?.session_id !== block.session_id || next.holder_id !== block.holder_id);
    });
    const heldAccounts = one("SELECT count(*) FROM ledger_accounts WHERE held <> 0");
    const sketches = Map.groupBy(stored, ({ sketchId }) => sketchId);
    const sessions = Map.groupBy(blocks, ({ holder_id, session_id }) => `${holder_id} ${session_id}`);
    return {
      holdsOpen: Math.max(open.length, heldAccounts),
      sum: one("SELECT sum(posted) FROM ledger_accounts"),
      captured: blocks.reduce((sum, { captured }) => sum + captured, 0),
      writtenOff: blocks.reduce((sum, { written_off }) => sum + written_off, 0),
      priced: sumOf(sessions, (rows) => rows.flatMap(({ pictures }) => JSON.parse(pictures) as [])),
      pricedByPictures: sumOf(sketches, (rows) => rows.map(({ windowMs }) => ({ window: windowMs }))),
      blocks: blocks.length,
      pictures: new Set(stored.map(pictureIdOf)),
      divergences: checks(nowMs).flatMap(({ name, statement }) =>
        database
          .prepare(statement.sql)
          .all(...statement.params)
          .map((row) => `${name} ${JSON.stringify(row)}`),
      ),
    };
  } finally {
    database.close();
  }
}

const sumOf = <T>(
  groups: ReadonlyMap<string, T[]>,
  pictures: (group: T[]) => { window?: number | null }[],
): number => [...groups.values()].reduce((sum, group) => sum + priceLiveWindows(pictures(group)), 0);

export function openDatabase(stateDir: string): DatabaseSync {
  const folder = join(stateDir, "v3", "d1", "miniflare-D1DatabaseObject");
  for (const file of readdirSync(folder)) {
    if (!file.endsWith(".sqlite") || file === "metadata.sqlite") continue;
    const database = new DatabaseSync(join(folder, file), { readOnly: true, timeout: 5000 });
    const isOurs = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'live_blocks'").get();
    if (isOurs) return database;
    database.close();
  }
  throw new Error("there is no database of ours in the stack's folder");
}
