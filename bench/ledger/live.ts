/** What five minutes of live drawing write, and what that costs at Cloudflare's prices. */
import { LIVE_BLOCK_WINDOWS_MAX } from "@llamasketch/contract";
import { purchase } from "@llamasketch/ledger/model";
import { blocksOf, everyPauseKept, listedDrawing, type Drawing } from "./live-session.ts";
import { HANDLER_MS_PER_MESSAGE, MESSAGES_PER_PICTURE, OPENING, PRICES } from "./prices.ts";
import type { Counted, Stage } from "./stage.ts";

const FOR_MS = 300_000;
const SESSIONS = 20;

interface Measured {
  pictures: number;
  shown: number;
  windows: number;
  turns: number;
  rowsD1: number;
  rowsRead: number;
  objectRows: number;
  puts: number;
}

export async function measureLive(stage: Stage): Promise<Record<string, number>> {
  console.log(
    `live: ${SESSIONS} people draw for five minutes each; every block goes through openLiveBlock and settleLiveBlock on D1`,
  );
  const listed = await measure(stage, "listed", listedDrawing);
  const kept = await measure(stage, "kept", everyPauseKept);
  console.log("  per session, mean                    | as the price list reckons | every pause kept");
  const row = (name: string, of: (measured: Measured) => number, digits = 2): void =>
    console.log(
      `  ${name.padEnd(36)} | ${of(listed).toFixed(digits).padStart(25)} | ${of(kept).toFixed(digits).padStart(16)}`,
    );
  row("pictures stored", ({ pictures }) => pictures);
  row("pictures shown, drafts among them", ({ shown }) => shown);
  row("windows paid", ({ windows }) => windows);
  row("rows of live_blocks (batches)", ({ turns }) => turns);
  row("rows written in D1, indexes counted", ({ rowsD1 }) => rowsD1);
  row("rows of the session's object, alarms", ({ objectRows }) => objectRows);
  row("rows in all", rowsOf);
  row("rows for each stored picture", (measured) => rowsOf(measured) / measured.pictures);
  row("R2 puts", ({ puts }) => puts);
  console.log(`  US dollars for 1000 stored pictures (${PRICES.source}, read ${PRICES.readOn})`);
  for (const part of Object.keys(dollarsOf(listed)) as (keyof Dollars)[])
    row(`    ${part}, $/1000`, (measured) => (dollarsOf(measured)[part] / measured.pictures) * 1000, 5);
  row("    together, $/1000", (measured) => (totalOf(measured) / measured.pictures) * 1000, 5);
  console.log(
    "  Not in them: the stroke log and the library's row of each picture, which are written whether or not anything is charged.",
  );
  return {
    rowsPerLivePicture: Number((rowsOf(listed) / listed.pictures).toFixed(3)),
    usdPer1000Live: Number(((totalOf(listed) / listed.pictures) * 1000).toFixed(5)),
    rowsPerKeptPause: Number((rowsOf(kept) / kept.pictures).toFixed(3)),
    usdPer1000KeptPauses: Number(((totalOf(kept) / kept.pictures) * 1000).toFixed(5)),
  };
}

const rowsOf = ({ rowsD1, objectRows }: Measured): number => rowsD1 + objectRows;

async function measure(
  stage: Stage,
  name: string,
  draw: (seed: number, forMs: number) => Drawing,
): Promise<Measured> {
  const sum: Measured = {
    pictures: 0,
    shown: 0,
    windows: 0,
    turns: 0,
    rowsD1: 0,
    rowsRead: 0,
    objectRows: 0,
    puts: 0,
  };
  for (let seed = 1; seed <= SESSIONS; seed++) {
    const drawn = blocksOf(draw(seed, FOR_MS), LIVE_BLOCK_WINDOWS_MAX);
    const holderId = `${name}-${seed}`;
    await stage.ask("/say", [purchase(500, { holderId })]);
    const session = { holderId, sessionId: `ses_${name}_${seed}`, sketchId: `skt_${seed}`, writer: "life" };
    const each = await stage.ask<(Counted & { heldWindows: number; capturedWindows: number })[]>("/live", {
      session,
      turns: drawn.turns.map((turn) => ({ ...turn, atMs: 1_800_000_000_000 + turn.atMs })),
    });
    const captured = each.reduce((total, { capturedWindows }) => total + capturedWindows, 0);
    if (captured !== drawn.windows)
      throw new Error(`${captured} windows paid, ${drawn.windows} had pictures`);
    sum.pictures += drawn.pictures;
    sum.shown += drawn.shown;
    sum.windows += captured;
    sum.turns += each.length;
    sum.rowsD1 += each.reduce((total, { rowsWritten }) => total + rowsWritten, 0);
    sum.rowsRead += each.reduce((total, { rowsRead }) => total + rowsRead, 0);
    sum.objectRows += drawn.objectRows;
    sum.puts += drawn.puts;
  }
  for (const key of Object.keys(sum) as (keyof Measured)[]) sum[key] /= SESSIONS;
  return sum;
}

interface Dollars {
  "rows written": number;
  "rows read": number;
  "R2 puts": number;
  "socket messages": number;
  "time in the session's object": number;
  "opening the sketch": number;
}

function dollarsOf(measured: Measured): Dollars {
  const messages = measured.shown * MESSAGES_PER_PICTURE;
  return {
    "rows written": rowsOf(measured) * PRICES.rowWritten,
    "rows read": measured.rowsRead * PRICES.rowRead,
    "R2 puts": measured.puts * PRICES.put,
    "socket messages": (messages / PRICES.messagesPerRequest) * PRICES.objectRequest,
    "time in the session's object":
      ((messages * HANDLER_MS_PER_MESSAGE) / 1000) * PRICES.objectGigabytes * PRICES.gigabyteSecond,
    "opening the sketch":
      OPENING.rows * PRICES.rowWritten +
      OPENING.workerRequests * PRICES.workerRequest +
      OPENING.workerCpuMs * PRICES.workerCpuMs +
      OPENING.objectRequests * PRICES.objectRequest,
  };
}

const totalOf = (measured: Measured): number =>
  Object.values(dollarsOf(measured)).reduce((sum, dollars) => sum + dollars, 0);
