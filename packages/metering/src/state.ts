import type { PauseReason } from "@llamasketch/contract";

/** One session's meter: which ten seconds are paid, which block of credits they come from, and whether more may be drawn. */

/** A stored picture, for the manifest of its block. `windowMs`: when its window began (Unix ms); null when it is free. */
export interface MeteredPicture {
  pictureId: string;
  kind: string;
  epoch: number;
  version: number;
  windowMs: number | null;
}

/** What stands in the ledger at the end of a turn. Amounts are whole credits; one credit is one window. */
export interface TurnOutcome {
  /** Of the block that began; 0 when nothing was begun, or nothing is left to begin with. */
  held: number;
  /** Paid for the block that ended. */
  captured: number;
  /** Free to use, after what is held. */
  available: number;
  expiresAtMs: number;
}

export interface Turn {
  seq: number;
  /** Whether another block is to begin. */
  begin: boolean;
  pictures: readonly MeteredPicture[];
  /** How many windows they pay. */
  windows: number;
}

export interface MeterState {
  /** Number of the next turn. */
  nextSeq: number;
  /** What is held now, for how many windows. */
  block: { held: number; beganAtMs: number; expiresAtMs: number } | null;
  /** The window now running, or the last one. `isCovered`: something was held for it when it began. */
  window: { startMs: number; isCovered: boolean } | null;
  /** Windows with pictures shown but none stored yet, by their start. */
  unpaid: Map<number, { keeping: number; isAsked: boolean }>;
  /** Stored since the last turn. */
  pictures: MeteredPicture[];
  /** The last window that a turn has dealt with, or is dealing with; -1 before any. */
  lastWindowMs: number;
  /** The turn on its way; said again as it is until it is answered. `held`: what the block it ends may pay. */
  turn: (Turn & { saidAtMs: number; tries: number; isWaiting: boolean; held: number }) | null;
  /** Windows begun with nothing to pay them since the ledger last answered. */
  grace: number;
  /** Captured from the session's beginning. */
  captured: number;
  available: number | null;
  /** Once so much is spent no window is begun; null for no limit. */
  stopAt: number | null;
  paused: PauseReason | null;
  /** Last time that something was drawn or shown. */
  busyAtMs: number | null;
  /** After the ledger said that nothing is left, it is asked again only for a reason. */
  mayAskAgain: boolean;
}

/** `nextSeq` and `captured` as the ledger has them; 1 and 0 for a new session. */
export const createMeter = (nextSeq: number, captured: number): MeterState => ({
  nextSeq,
  block: null,
  window: null,
  unpaid: new Map(),
  pictures: [],
  lastWindowMs: -1,
  turn: null,
  grace: 0,
  captured,
  available: null,
  stopAt: null,
  paused: null,
  busyAtMs: null,
  mayAskAgain: true,
});

/** What was captured, and what will be for pictures stored already. */
export function spentCredits({ captured, turn, pictures, block, lastWindowMs }: MeterState): number {
  const due = turn ? Math.min(turn.held, turn.windows) : 0;
  return captured + due + Math.min(block?.held ?? 0, paidWindows(pictures, lastWindowMs));
}

/** Held for this session, and not spent on what is stored already. */
export function heldCredits({ turn, pictures, block, lastWindowMs }: MeterState): number {
  const ending = turn ? turn.held - Math.min(turn.held, turn.windows) : 0;
  return ending + (block ? block.held - Math.min(block.held, paidWindows(pictures, lastWindowMs)) : 0);
}

/** Windows that `pictures` pay: each once, none that was dealt with before. */
export const paidWindows = (pictures: readonly MeteredPicture[], afterMs: number): number =>
  new Set(pictures.flatMap(({ windowMs }) => (windowMs !== null && windowMs > afterMs ? [windowMs] : [])))
    .size;
