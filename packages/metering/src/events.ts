import type { PauseReason } from "@llamasketch/contract";
import type { MeteredPicture, TurnOutcome } from "./state.ts";

export type MeterEvent =
  /** Something new was drawn and wants a picture. */
  | { type: "drawn" }
  /** A picture went out to the person. */
  | { type: "shown" }
  /** A picture is being stored; `windowMs` is what `windowOf` gave when it was shown. */
  | { type: "keeping"; windowMs: number | null }
  /** It is stored, or could not be: then it is free. */
  | { type: "stored"; picture: MeteredPicture }
  | { type: "unstored"; windowMs: number | null }
  /** The ledger's answer to the turn that was said. */
  | { type: "turned"; seq: number; outcome: TurnOutcome }
  | { type: "turnFailed"; seq: number }
  /** What an earlier life of this session left: the block it held, and what was stored in it and not settled. */
  | {
      type: "recovered";
      nextSeq: number;
      held: number;
      beganAtMs: number;
      /** From the session's beginning. */
      captured: number;
      /** Free to use; null when that is not known. */
      available: number | null;
      /** The last window settled; -1 before any. */
      lastWindowMs: number;
      pictures: readonly MeteredPicture[];
    }
  /** Spending stops once so much was spent on this sketch, all in all. */
  | { type: "stopAt"; credits: number | null }
  /** There may be credits again; `available`: what there is, when that is known. */
  | { type: "toppedUp"; available: number | null }
  | { type: "tick" }
  /** The session ends, or is being moved: what is open is settled. */
  | { type: "closing" };

export type MeterEffect =
  /** To be said to the ledger until it answers. */
  | { type: "turn"; seq: number; begin: boolean; pictures: readonly MeteredPicture[] }
  /** The window ended with pictures shown and none stored: its newest one is to be stored. */
  | { type: "keepNewest"; windowMs: number }
  | { type: "pause"; reason: PauseReason }
  | { type: "resume" }
  /** Something the person sees has changed. */
  | { type: "changed" };
