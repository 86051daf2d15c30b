/** The ledger as the meter sees it: blocks of one session, by the rules of the schema, with late, lost and repeated answers. */
import { LIVE_BLOCK_SHARE, LIVE_BLOCK_WINDOWS_MAX, LIVE_HOLD_MS } from "@llamasketch/contract";
import { paidWindows, type MeteredPicture, type TurnOutcome } from "./state.ts";

interface Row {
  seq: number;
  freed: number;
  captured: number;
  writtenOff: number;
  lastWindowMs: number;
  held: number;
  atMs: number;
  pictures: readonly MeteredPicture[];
}

export class TestLedger {
  readonly rows: Row[] = [];
  free: number;
  constructor(credits: number) {
    this.free = credits;
  }

  get last(): Row | undefined {
    return this.rows.at(-1);
  }
  get captured(): number {
    return this.rows.reduce((sum, { captured }) => sum + captured, 0);
  }

  turn(seq: number, begin: boolean, pictures: readonly MeteredPicture[], nowMs: number): TurnOutcome {
    const known = this.rows[seq - 1];
    if (known) return this.#outcome(known);
    if (seq !== this.rows.length + 1) throw new Error(`block_gap: ${seq} after ${this.rows.length}`);
    const freed = this.last?.held ?? 0;
    const before = this.last?.lastWindowMs ?? -1;
    const windows = paidWindows(pictures, before);
    const captured = Math.min(freed, windows);
    this.free += freed - captured;
    const held = begin ? Math.min(LIVE_BLOCK_WINDOWS_MAX, Math.ceil(this.free / LIVE_BLOCK_SHARE)) : 0;
    this.free -= held;
    const lastWindowMs = Math.max(before, ...pictures.map(({ windowMs }) => windowMs ?? -1));
    const writtenOff = windows - captured;
    const row = { seq, freed, captured, writtenOff, lastWindowMs, held, atMs: nowMs, pictures };
    this.rows.push(row);
    return this.#outcome(row);
  }

  #outcome({ held, captured, atMs }: Row): TurnOutcome {
    return { held, captured, available: this.free, expiresAtMs: atMs + LIVE_HOLD_MS };
  }
}
