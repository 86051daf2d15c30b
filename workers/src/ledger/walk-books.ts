/** One part of the nightly walk through the books, and what is known from part to part. `packages/ledger/src/walk.ts` has the reckoning. */
import {
  KEY_PLACES,
  accountParts,
  assetOfKey,
  blockParts,
  operationParts,
  type Balance,
  type BlockPlace,
  type Cut,
  type Divergence,
  type Sum,
} from "@llamasketch/ledger";
import { settleLiveBlock } from "./live-blocks.ts";
import { log } from "../log.ts";
import type { Ports } from "../ports.ts";
import { expireAll } from "./expire-buckets.ts";
import { releaseHold, type DueHold, type WorkJudges } from "./sweep-holds.ts";

/** Rows of a part: some tenths of a second of the database's time, which it has for nobody else meanwhile. */
const PART_ROWS = { operations: 10_000, blocks: 2000, accounts: 4000 };
/** What was forgotten is ended in the walk itself, and a part ends early when it has much of it. */
const OPEN_MAX = 200;
const FOUND_MAX = 50;
const KEYS_MAX = 20;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Whoever says something says when, before it is written: longer ago than anything takes to be written is settled. */
const SETTLED_AFTER_MS = 20 * MINUTE_MS;
/** Blocks are ended by their session, or soon after by a sweep. */
const BLOCKS_SETTLED_AFTER_MS = 90 * MINUTE_MS;
const FORGOTTEN_BLOCK_MS = HOUR_MS;
/** What was forgotten is late for the sweep by this, not for ever. */
const ALARM_AFTER_MS = 24 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;
/** After every id. */
const LAST = "\u{10ffff}";
const FIRST_BLOCK: BlockPlace = ["", "", 0];
const LAST_BLOCK: BlockPlace = [LAST, "", 0];

type Four = [logPosted: number, logHeld: number, posted: number, held: number];

/** Plain data: it is kept between two minutes. */
export interface BookWalk {
  day: string;
  beganMs: number;
  cut: Cut;
  rows: typeof PART_ROWS;
  stage: "operations" | "blocks" | "accounts" | "done";
  /** Where the stage goes on. */
  after: string;
  afterBlock: BlockPlace;
  place: number;
  /** Null while sums are by key; else those that differed, whose accounts are looked at one by one. */
  keys: string[] | null;
  sums: Record<string, Four>;
  found: Divergence[];
  divergences: number;
  parts: number;
  longestMs: number;
}

export const beginWalk = (day: string, nowMs: number, rows = PART_ROWS): BookWalk => ({
  day,
  beganMs: nowMs,
  cut: { atMs: nowMs - SETTLED_AFTER_MS, blocksMs: nowMs - BLOCKS_SETTLED_AFTER_MS },
  rows,
  stage: "operations",
  after: "",
  afterBlock: FIRST_BLOCK,
  place: 1 + (Math.floor(nowMs / DAY_MS) % KEY_PLACES),
  keys: null,
  sums: {},
  found: [],
  divergences: 0,
  parts: 0,
  longestMs: 0,
});

/** Does a part and gives where the walk stands then. Doing one again is harmless. */
export async function walkPart(
  services: Ports,
  judges: WorkJudges,
  walk: BookWalk,
  nowMs: number,
): Promise<BookWalk> {
  switch (walk.stage) {
    case "operations":
      return operationsPart(services, judges, walk, nowMs);
    case "blocks":
      return blocksPart(services, walk, nowMs);
    case "accounts":
      return accountsPart(services, walk, nowMs);
    case "done":
      return walk;
  }
}

async function operationsPart(
  services: Ports,
  judges: WorkJudges,
  walk: BookWalk,
  nowMs: number,
): Promise<BookWalk> {
  const { watch } = services;
  const [end] = await watch.ask<{ id: string }>(operationParts.end(walk.after, walk.rows.operations));
  let last = end?.id ?? LAST;
  const found: Divergence[] = [];
  if (walk.keys === null) {
    const holds = await watch.ask<DueHold & { amount: number; expiresAtMs: number }>(
      operationParts.openHolds(walk.after, last, nowMs, OPEN_MAX),
    );
    if (holds.length === OPEN_MAX) last = holds.at(-1)?.id ?? last;
    for (const hold of holds) {
      const isEnded = await releaseHold(services, judges, hold, nowMs);
      if (!isEnded && hold.expiresAtMs < nowMs - ALARM_AFTER_MS)
        found.push({ check: "hold_is_ended", subject: hold.id, expected: 0, found: hold.amount });
    }
    const unlike = operationParts.unlike(walk.after, last, FOUND_MAX);
    found.push(...named("operation_is_its_transfers", await watch.ask(unlike)));
  }
  const sums = await watch.ask<Sum>(operationParts.sums(walk.after, last, walk.cut, walk));
  const next = noted(walk, found, logged(walk.sums, sums));
  return last === LAST
    ? { ...next, stage: "blocks", after: "", afterBlock: FIRST_BLOCK }
    : { ...next, after: last };
}

async function blocksPart(services: Ports, walk: BookWalk, nowMs: number): Promise<BookWalk> {
  const { watch } = services;
  const after = walk.afterBlock;
  const placeOf = (row: { holderId: string; sessionId: string; seq: number } | undefined): BlockPlace =>
    row ? [row.holderId, row.sessionId, row.seq] : LAST_BLOCK;
  const [end] = await watch.ask<{ holderId: string; sessionId: string; seq: number }>(
    blockParts.end(after, walk.rows.blocks),
  );
  let last = placeOf(end);
  const found: Divergence[] = [];
  if (walk.keys === null) {
    const open = await watch.ask<OpenBlock>(
      blockParts.open(after, last, nowMs - FORGOTTEN_BLOCK_MS, OPEN_MAX),
    );
    if (open.length === OPEN_MAX) last = placeOf(open.at(-1));
    for (const block of open) {
      const isEnded = await endBlock(services, block, nowMs);
      if (!isEnded && block.expiresAtMs < nowMs - ALARM_AFTER_MS)
        found.push({ check: "block_is_ended", subject: block.sessionId, expected: 0, found: block.held });
    }
    const unlike = blockParts.unlike(after, last, FOUND_MAX);
    found.push(...named("block_frees_what_was_held", await watch.ask(unlike)));
  }
  const sums = await watch.ask<Sum>(blockParts.sums(after, last, walk.cut, walk));
  const next = noted(walk, found, logged(walk.sums, sums));
  return last === LAST_BLOCK ? { ...next, stage: "accounts", after: "" } : { ...next, afterBlock: last };
}

async function accountsPart(services: Ports, walk: BookWalk, nowMs: number): Promise<BookWalk> {
  const { watch } = services;
  const [end] = await watch.ask<{ id: string }>(accountParts.end(walk.after, walk.rows.accounts));
  let last = end?.id ?? LAST;
  const found: Divergence[] = [];
  if (walk.keys === null) {
    const due = await watch.ask<{ id: string; free: number; expiresAtMs: number }>(
      accountParts.due(walk.after, last, nowMs, OPEN_MAX),
    );
    if (due.length === OPEN_MAX) last = due.at(-1)?.id ?? last;
    const ids = due.map(({ id }) => id);
    const left = new Set(await expireAll(services, ids, nowMs));
    for (const { id, free, expiresAtMs } of due)
      if (left.has(id) && expiresAtMs < nowMs - ALARM_AFTER_MS)
        found.push({ check: "bucket_is_emptied", subject: id, expected: 0, found: free });
  }
  const balances = await watch.ask<Balance>(accountParts.balances(walk.after, last, walk.cut, walk));
  const sums = { ...walk.sums };
  for (const { subject, posted, held, openedPosted, openedHeld } of balances)
    add(sums, subject, [openedPosted, openedHeld, posted, held]);
  const next = noted(walk, found, sums);
  return last === LAST ? concluded(next) : { ...next, after: last };
}

/** All has been added up: what differs is looked at account by account, and then told. */
function concluded(walk: BookWalk): BookWalk {
  const differing = Object.entries(walk.sums).filter(([, [a, b, c, d]]) => a !== c || b !== d);
  if (walk.keys !== null) {
    const found = differing.flatMap(([subject, [logPosted, logHeld, posted, held]]) => [
      ...(posted === logPosted
        ? []
        : [{ check: "posted_is_what_the_log_says", subject, expected: logPosted, found: posted }]),
      ...(held === logHeld
        ? []
        : [{ check: "held_is_what_the_log_says", subject, expected: logHeld, found: held }]),
    ]);
    return { ...noted(walk, found, {}), stage: "done" };
  }
  const assets = new Map<string, number>();
  for (const [key, [, , posted]] of Object.entries(walk.sums))
    assets.set(assetOfKey(key), (assets.get(assetOfKey(key)) ?? 0) + posted);
  const uneven = [...assets].filter(([, sum]) => sum !== 0);
  const next = noted(
    walk,
    uneven.map(([subject, found]) => ({ check: "zero_sum", subject, expected: 0, found })),
    {},
  );
  if (differing.length === 0) return { ...next, stage: "done" };
  const keys = differing.slice(0, KEYS_MAX).map(([key]) => key);
  return { ...next, keys, stage: "operations", after: "", afterBlock: FIRST_BLOCK };
}

interface OpenBlock {
  holderId: string;
  sessionId: string;
  sketchId: string;
  seq: number;
  held: number;
  expiresAtMs: number;
}

/** A session whose object never came back: what its block held is free again. Should it come yet, it finds this row. */
async function endBlock(services: Ports, block: OpenBlock, nowMs: number): Promise<boolean> {
  const { holderId, sessionId, sketchId, seq } = block;
  try {
    const session = { holderId, sessionId, sketchId, writer: "sweep" };
    await settleLiveBlock(services, session, seq, [], nowMs, { begin: false });
    log("warn", "block_released", { sessionId, seq });
    return true;
  } catch (error) {
    log("error", "block_not_released", { sessionId, seq }, error);
    return false;
  }
}

const named = (check: string, rows: Omit<Divergence, "check">[]): Divergence[] =>
  rows.map((row) => ({ check, ...row }));

const noted = (walk: BookWalk, found: readonly Divergence[], sums: BookWalk["sums"]): BookWalk => ({
  ...walk,
  sums,
  parts: walk.parts + 1,
  found: [...walk.found, ...found].slice(0, FOUND_MAX),
  divergences: walk.divergences + found.length,
});

function logged(before: BookWalk["sums"], rows: readonly Sum[]): BookWalk["sums"] {
  const sums = { ...before };
  for (const { subject, posted, held } of rows) add(sums, subject, [posted, held, 0, 0]);
  return sums;
}

function add(sums: BookWalk["sums"], subject: string, [a, b, c, d]: Four): void {
  const [w, x, y, z] = sums[subject] ?? [0, 0, 0, 0];
  sums[subject] = [w + a, x + b, y + c, z + d];
}
