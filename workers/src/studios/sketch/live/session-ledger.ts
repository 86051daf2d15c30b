/** What a session says to the ledger, and reads there of itself. Who pays may change; each pays what was drawn in their time. */
import { LIVE_HOLD_MS } from "@llamasketch/contract";
import type { BlockPicture } from "@llamasketch/ledger";
import type { MeteredPicture, TurnOutcome } from "@llamasketch/metering";
import {
  lastLiveBlock,
  openLiveBlock,
  settleLiveBlock,
  type LiveSession,
  type TurnedBlock,
} from "../../../ledger/live-blocks.ts";
import type { PictureRow } from "@llamasketch/db";
import type { Ports } from "../../../ports.ts";
import type { Statement } from "../../../commit.ts";
import type { Keeper } from "./keeper.ts";
import type { LivePayer, PayerOf } from "./payer.ts";
import type { KnownPayer, SessionMemory } from "./session-memory.ts";

export interface SessionTurn {
  seq: number;
  begin: boolean;
  pictures: readonly MeteredPicture[];
}

/** Where the ledger stands with this session. */
export interface Stand {
  nextSeq: number;
  held: number;
  beganAtMs: number;
  /** All in all, whoever paid. */
  captured: number;
  available: number | null;
  lastWindowMs: number;
  /** Stored since. */
  pictures: MeteredPicture[];
}

export class SessionLedger {
  readonly #services: Ports;
  readonly #memory: SessionMemory;
  readonly #session: Omit<LiveSession, "holderId">;
  readonly #payerOf: PayerOf;
  readonly #keeper: Keeper;
  #payer: KnownPayer | null = null;

  constructor(
    services: Ports,
    memory: SessionMemory,
    session: Omit<LiveSession, "holderId">,
    payerOf: PayerOf,
    keeper: Keeper,
  ) {
    this.#services = services;
    this.#memory = memory;
    this.#session = session;
    this.#payerOf = payerOf;
    this.#keeper = keeper;
  }

  /** What whoever pays now could still spend. */
  async available(): Promise<number | null> {
    const nowMs = Date.now();
    const payer = await this.#payerOf(nowMs);
    if (!payer) return null;
    const [free] = await this.#services.ledger.available(payer.holderId, nowMs);
    return (free?.credits ?? 0) + (await payer.toCome());
  }

  /** Safe to say again. Null: the turn is another one by now, and `stand` says which. */
  async turn({ seq, begin, pictures }: SessionTurn): Promise<TurnOutcome | null> {
    const nowMs = Date.now();
    // Null also where a block is to begin and nobody is left to pay for it: then the turn only ends the last one.
    const next = begin ? await this.#payerOf(nowMs) : null;
    const payer = this.#payer;
    const isEmpty = seq === 1 && !next && pictures.length === 0;
    if (!payer || isEmpty) return null;
    const isAnother = next !== null && next.holderId !== payer.holderId;
    const block = await this.#turnBlock(
      payer,
      seq,
      pictures,
      nowMs,
      isAnother ? null : (next?.before ?? null),
    );
    if (isAnother || !block.ours) {
      this.#payer = null;
      return null;
    }
    return {
      held: block.heldWindows,
      captured: block.capturedWindows,
      available: block.availableCredits + (await this.#toComeTo(payer, next, nowMs)),
      expiresAtMs: block.holdEndsAtMs,
    };
  }

  /** What whoever pays can still be given, though nothing begins now. */
  async #toComeTo({ holderId }: KnownPayer, next: LivePayer | null, nowMs: number): Promise<number> {
    const payer = next ?? (await this.#payerOf(nowMs));
    return payer?.holderId === holderId ? payer.toCome() : 0;
  }

  /** `before`: null where nothing is to begin. */
  #turnBlock(
    { holderId }: KnownPayer,
    seq: number,
    pictures: readonly MeteredPicture[],
    nowMs: number,
    before: LivePayer["before"] | null,
  ): Promise<TurnedBlock> {
    const session = { ...this.#session, holderId };
    const manifest = manifestOf(pictures);
    const say = (along: readonly Statement[]): Promise<TurnedBlock> => {
      const all = [...along, ...(before ?? [])];
      if (seq === 1 && before && pictures.length === 0)
        return openLiveBlock(this.#services, session, seq, nowMs, all);
      const more = { begin: before !== null, before: all };
      return settleLiveBlock(this.#services, session, seq - 1, manifest, nowMs, more);
    };
    // What is stored meanwhile is written in the same batch; where another life said this turn nothing of ours was.
    return this.#keeper.down.along(async (along) => {
      const result = await say(along);
      return { result, isWritten: result.ours };
    }, before === null);
  }

  /** Read from the books, and from what is stored. Whoever pays from now on is known after it. */
  async stand(): Promise<Stand> {
    // Paid is what was stored, also by a life that did not come to write it down. Before the first there was none.
    if (this.#session.writer !== "1") await this.#keeper.writeDown();
    const nowMs = Date.now();
    const known = this.#memory.payer();
    const stand = known && (await this.#standOf(known, nowMs));
    if (known && stand && (stand.held > 0 || stand.pictures.length > 0)) {
      this.#payer = known;
      return { ...stand, available: (stand.available ?? 0) + (await this.#toComeTo(known, null, nowMs)) };
    }
    const payer = await this.#payerOf(nowMs);
    if (!payer) return stand ?? NEW_SESSION;
    if (known && stand && payer.holderId === known.holderId) {
      this.#payer = known;
      return { ...stand, available: (stand.available ?? 0) + (await payer.toCome()) };
    }
    const next = {
      holderId: payer.holderId,
      spentBefore: stand?.captured ?? 0,
      paidThroughMs: stand?.lastWindowMs ?? -1,
    };
    const itsStand = await this.#standOf(next, nowMs);
    this.#memory.rememberPayer(next);
    this.#payer = next;
    return { ...itsStand, available: (itsStand.available ?? 0) + (await payer.toCome()) };
  }

  async #standOf({ holderId, spentBefore, paidThroughMs }: KnownPayer, nowMs: number): Promise<Stand> {
    const { ledger, pictures } = this.#services;
    const { sessionId, sketchId, writer } = this.#session;
    const [last, captured, [free]] = await Promise.all([
      lastLiveBlock(this.#services, { holderId, sessionId, writer }),
      ledger.captured(holderId, sessionId),
      ledger.available(holderId, nowMs),
    ]);
    const lastWindowMs = Math.max(paidThroughMs, last?.lastWindow ?? -1);
    const stored = await pictures.inWindowsAfter(sketchId, lastWindowMs);
    return {
      nextSeq: (last?.seq ?? 0) + 1,
      held: last?.heldWindows ?? 0,
      beganAtMs: (last?.holdEndsAtMs ?? nowMs) - LIVE_HOLD_MS,
      captured: spentBefore + captured,
      available: free?.credits ?? 0,
      lastWindowMs,
      pictures: stored.map(meteredPictureOf),
    };
  }
}

/** One that never held anything. */
const NEW_SESSION: Stand = {
  nextSeq: 1,
  held: 0,
  beganAtMs: 0,
  captured: 0,
  available: null,
  lastWindowMs: -1,
  pictures: [],
};

const meteredPictureOf = ({ id, kind, epoch, version, windowMs }: PictureRow): MeteredPicture => ({
  pictureId: id,
  kind,
  epoch,
  version,
  windowMs,
});

/** A line for each window, and one for what is free: which canvases were stored in it, by pen and version. */
function manifestOf(pictures: readonly MeteredPicture[]): BlockPicture[] {
  const byWindow = Map.groupBy(pictures, ({ windowMs }) => windowMs);
  return [...byWindow].map(([windowMs, stored]) => ({
    ...(windowMs !== null && { window: windowMs }),
    stored: stored.map(({ epoch, version, kind }) => `${epoch}.${version}${kind === "live" ? "" : "v"}`),
  }));
}
