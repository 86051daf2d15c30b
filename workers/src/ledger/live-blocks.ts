/** The ledger's side of live drawing: blocks of windows are begun, turned and ended, one batch each. */
import type { LiveBlockRow } from "@llamasketch/db";
import type { BlockPicture } from "@llamasketch/ledger";
import type { Ports } from "../ports.ts";
import type { Statement } from "../commit.ts";
import { LedgerError, commitLedger } from "./commit-ledger.ts";

export interface LiveBlock {
  seq: number;
  /** Windows held for this block; 0: nothing was begun, since nothing is left or nothing was wanted. */
  heldWindows: number;
  /** Of the block before: what was settled, which is less than what was asked when an earlier try had gone through. */
  pictures: BlockPicture[];
  capturedWindows: number;
  writtenOffWindows: number;
  /** The last window dealt with, in the block before or earlier. */
  lastWindow: number;
  holdEndsAtMs: number;
  /** False: another life of this session wrote the row. Its hold is not to be spent; read on from here. */
  ours: boolean;
}

/** As it is told to whoever turned it. */
export interface TurnedBlock extends LiveBlock {
  /** What the holder can still spend, after what is held. */
  availableCredits: number;
}

export interface LiveSession {
  holderId: string;
  sessionId: string;
  sketchId: string;
  /** Which life of the session's object asks. */
  writer: string;
}

/**
 * Holds a session's first block, or one after a rest. `before`: statements for the same batch that make the hold possible,
 * as a grant does. Safe to call again with the same `seq`.
 */
export const openLiveBlock = (
  services: Ports,
  session: LiveSession,
  seq: number,
  nowMs: number,
  before: Statement[] = [],
): Promise<TurnedBlock> =>
  turn(services, before, { ...session, seq, pictures: [], begin: true, atMs: nowMs });

/**
 * Ends block `seq` with the pictures stored in it: each window that has one is captured, the rest is free again. With
 * `begin` block `seq + 1` is held in the same write; gives that block. Safe to call again with the same pictures.
 */
export const settleLiveBlock = (
  services: Ports,
  session: LiveSession,
  seq: number,
  pictures: readonly BlockPicture[],
  nowMs: number,
  { begin, before = [] }: { begin: boolean; before?: Statement[] },
): Promise<TurnedBlock> => turn(services, before, { ...session, seq: seq + 1, pictures, begin, atMs: nowMs });

async function turn(
  services: Ports,
  before: Statement[],
  asked: Parameters<Ports["ledger"]["turnBlock"]>[0],
): Promise<TurnedBlock> {
  const { ledger } = services;
  const reads = [
    ledger.block(asked.holderId, asked.sessionId, asked.seq),
    ledger.available(asked.holderId, asked.atMs),
  ] as const;
  const batch: [Statement, ...Statement[]] = [ledger.turnBlock(asked), ...reads];
  batch.unshift(...before);
  const [[row], [free]] = await commitLedger(services, batch).then(
    (results: unknown[]) => results.slice(-2) as [LiveBlockRow[], { credits: number }[]],
    async (error: unknown) => {
      if (error instanceof LedgerError && error.refusal === "block_taken") return Promise.all(reads);
      throw error;
    },
  );
  if (!row) throw new Error("a block is missing after its insert");
  return { ...liveBlockOf(row, asked.writer), availableCredits: free?.credits ?? 0 };
}

/** Where a session stands, for one that lost its memory; null before its first block. */
export async function lastLiveBlock(
  { ledger }: Ports,
  { holderId, sessionId, writer }: Omit<LiveSession, "sketchId">,
): Promise<LiveBlock | null> {
  const row = await ledger.lastBlock(holderId, sessionId);
  return row ? liveBlockOf(row, writer) : null;
}

const liveBlockOf = (row: LiveBlockRow, writer: string): LiveBlock => ({
  seq: row.seq,
  heldWindows: row.held,
  pictures: JSON.parse(row.pictures) as BlockPicture[],
  capturedWindows: row.captured,
  writtenOffWindows: row.writtenOff,
  lastWindow: row.lastWindow,
  holdEndsAtMs: row.expiresAt,
  ours: row.writer === writer,
});
