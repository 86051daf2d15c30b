/** What each command does to the books, told a second time and independently of the schema. */
import { amount } from "../amount.ts";
import { endOf, holdFor } from "../causes.ts";
import type { Command } from "../decide.ts";
import type { BlockTurn } from "../live-block.ts";
import { blockShareRoundedUp } from "../rounding.ts";
import { LIVE_BLOCK_SHARE, LIVE_BLOCK_WINDOWS_MAX } from "@llamasketch/contract";
import { Books, Refused, drawn, type BookAccount } from "./books.ts";

/** `done`: it changed something; `nothing`: it was known already, or there was nothing to do. */
export type Outcome = "done" | "nothing";

interface BookBlock {
  said: string;
  accountId: string | null;
  held: number;
  captured: number;
  writtenOff: number;
  lastWindow: number;
}

export class Model {
  books = new Books();
  /** What each id was first said for. */
  readonly said = new Map<string, string>();
  readonly holds = new Map<string, { holderId: string; asset: string; parts: [string, number][] }>();
  readonly shares = new Map<string, { times: number; units: number }>();
  readonly fills = new Map<string, { steps: ReadonlySet<number>; units: number }>();
  readonly sessions = new Map<string, BookBlock[]>();

  /** Throws Refused, and then nothing has changed. */
  apply(command: Command): Outcome {
    switch (command.kind) {
      case "grant":
      case "purchase":
      case "adjust_in":
        return this.#once(command.id, command, () => this.#issue(command));
      case "clawback":
      case "adjust_out":
        return this.#once(command.id, command, () => this.#take(command));
      case "hold":
        return this.#once(holdFor(command.workId), command, () => this.#hold(command));
      case "capture":
      case "release":
        return this.#resolve(command);
      case "expire":
        return this.#expire(command.accountId, command.atMs);
      case "share":
        return this.#share(command);
      case "fill":
        return this.#fill(command);
    }
  }

  turn(turn: BlockTurn): Outcome {
    const key = `${turn.holderId} ${turn.sessionId}`;
    const blocks = this.sessions.get(key) ?? [];
    const said = JSON.stringify([turn.writer, turn.pictures, turn.sketchId]);
    const there = blocks[turn.seq - 1];
    if (there) {
      if (there.said !== said) throw new Refused("block_taken");
      return "nothing";
    }
    if (turn.seq !== blocks.length + 1) throw new Refused("block_gap");
    const before = blocks.at(-1);
    const freed = before?.held ?? 0;
    const paidUpTo = before?.lastWindow ?? -1;
    const windows = new Set(turn.pictures.map(({ window = -1 }) => window).filter((at) => at > paidUpTo));
    const captured = Math.min(freed, windows.size);
    this.#allOrNothing(() => {
      const { books } = this;
      const ended = before?.accountId ? books.at(before.accountId) : null;
      if (ended) {
        ended.held -= freed;
        books.post(ended, books.house("credit", "revenue"), captured);
      }
      const next = turn.begin ? this.#nextBlock(turn) : null;
      if (next) next.account.held += next.held;
      if (ended) books.expire(ended, turn.atMs);
      blocks.push({
        said,
        accountId: next?.account.id ?? null,
        held: next?.held ?? 0,
        captured,
        writtenOff: windows.size - captured,
        lastWindow: Math.max(paidUpTo, ...windows),
      });
    });
    this.sessions.set(key, blocks);
    return "done";
  }

  #nextBlock({ holderId, atMs }: BlockTurn): { account: BookAccount; held: number } | null {
    const [account] = this.books.buckets(holderId, "credit", atMs);
    if (!account || this.books.owes(holderId, "credit") > 0) return null;
    const share = blockShareRoundedUp(this.books.available(holderId, "credit", atMs), LIVE_BLOCK_SHARE);
    return { account, held: Math.min(LIVE_BLOCK_WINDOWS_MAX, share, account.posted - account.held) };
  }

  #once(id: string, command: Command, effect: () => void): Outcome {
    const { atMs: _at, ...content } = command;
    if (content.kind === "hold") content.expiresAtMs = 0;
    const said = JSON.stringify(content);
    const before = this.said.get(id);
    if (before !== undefined) {
      if (before !== said) throw new Refused("id_reused");
      return "nothing";
    }
    this.#allOrNothing(effect);
    this.said.set(id, said);
    return "done";
  }

  #allOrNothing(effect: () => void): void {
    const back = remembered(this.books.accounts, (account) => ({ ...account }));
    try {
      effect();
    } catch (error) {
      back();
      throw error;
    }
  }

  #issue(command: Extract<Command, { kind: "grant" | "purchase" | "adjust_in" }>): void {
    const { holderId, amount, bucketExpiresAtMs, atMs, kind } = command;
    if (bucketExpiresAtMs !== null && bucketExpiresAtMs <= atMs) throw new Refused("expired");
    const { books } = this;
    const source = books.house(amount.asset, kind === "adjust_in" ? "adjusted" : "issued");
    const bucket = kind === "grant" || bucketExpiresAtMs !== null ? "granted" : "purchased";
    const target = books.open(holderId, amount.asset, bucket, bucketExpiresAtMs);
    const owed = Math.min(amount.units, books.owes(holderId, amount.asset));
    if (owed > 0) books.post(source, books.open(holderId, amount.asset, "debt", null), owed);
    if (amount.units > owed) books.post(source, target, amount.units - owed);
  }

  #take({ kind, holderId, amount, atMs }: Extract<Command, { kind: "clawback" | "adjust_out" }>): void {
    const { books } = this;
    const buckets = books.buckets(holderId, amount.asset, atMs);
    const target = books.house(amount.asset, kind === "clawback" ? "issued" : "adjusted");
    const { parts, missing } = drawn(kind === "clawback" ? buckets.toReversed() : buckets, amount.units);
    for (const [account, units] of parts) books.post(account, target, units);
    if (kind === "adjust_out" && missing > 0) throw new Refused("insufficient");
    if (missing > 0) books.post(books.open(holderId, amount.asset, "debt", null), target, missing);
  }

  #hold(command: Extract<Command, { kind: "hold" }>): void {
    const { holderId, amount, atMs, workId } = command;
    if (this.books.owes(holderId, amount.asset) > 0) throw new Refused("in_debt");
    if (command.quoteId !== null) throw new Refused("quote_unknown");
    const { parts, missing } = drawn(this.books.buckets(holderId, amount.asset, atMs), amount.units);
    if (missing > 0) throw new Refused("insufficient");
    for (const [account, units] of parts) account.held += units;
    const taken = parts.map(([{ id }, units]): [string, number] => [id, units]);
    this.holds.set(holdFor(workId), { holderId, asset: amount.asset, parts: taken });
  }

  #resolve(command: Extract<Command, { kind: "capture" | "release" }>): Outcome {
    const id = endOf(holdFor(command.workId));
    const { holderId } = command;
    const asset = command.kind === "capture" ? command.amount.asset : command.asset;
    const units = command.kind === "capture" ? command.amount.units : 0;
    const said = JSON.stringify([command.kind, holderId, asset, units]);
    const before = this.said.get(id);
    if (before !== undefined) {
      if (before === said || (command.kind === "release" && command.ifOpen)) return "nothing";
      throw new Refused("already_resolved");
    }
    const hold = this.holds.get(holdFor(command.workId));
    if (!hold) throw new Refused("hold_not_found");
    const total = hold.parts.reduce((sum, [, part]) => sum + part, 0);
    if (hold.holderId !== holderId || hold.asset !== asset || units > total)
      throw new Refused("hold_mismatch");
    this.#allOrNothing(() => {
      let left = units;
      for (const [accountId, part] of hold.parts) {
        const account = this.books.at(accountId);
        const captured = Math.min(left, part);
        left -= captured;
        account.held -= part;
        this.books.post(account, this.books.house(account.asset, "revenue"), captured);
      }
      for (const [accountId] of hold.parts) this.books.expire(this.books.at(accountId), command.atMs);
    });
    this.said.set(id, said);
    return "done";
  }

  #expire(id: string, atMs: number): Outcome {
    const account = this.books.accounts.get(id);
    if (!account) return "nothing";
    const before = account.posted;
    this.books.expire(account, atMs);
    return account.posted === before ? "nothing" : "done";
  }

  #share(command: Extract<Command, { kind: "share" }>): Outcome {
    const { holderId, potHolderId, asset, atMs, neededUnits, shareUnits, sliceUnits, bucketExpiresAtMs } =
      command;
    const rooms = command.bounds.map(({ holderPrefix, units }) => units - this.#sharedWithin(holderPrefix));
    const had = this.shares.get(holderId) ?? { times: 0, units: 0 };
    const available = this.books.available(holderId, asset, atMs);
    const pot = this.books.available(potHolderId, asset, atMs);
    const wanted = Math.max(sliceUnits, neededUnits - available);
    const units = Math.min(pot, shareUnits - had.units, wanted, ...rooms);
    if (available >= neededUnits || had.units >= shareUnits || pot === 0 || rooms.some((room) => room <= 0))
      return "nothing";
    if (bucketExpiresAtMs <= atMs) throw new Refused("expired");
    this.#allOrNothing(() => {
      const target = this.books.open(holderId, asset, "granted", bucketExpiresAtMs);
      const { parts } = drawn(this.books.buckets(potHolderId, asset, atMs), units);
      for (const [account, part] of parts) this.books.post(account, target, part);
    });
    this.shares.set(holderId, { times: had.times + 1, units: had.units + units });
    return "done";
  }

  #sharedWithin(holderPrefix: string): number {
    const within = [...this.shares].filter(([holderId]) => holderId.startsWith(holderPrefix));
    return within.reduce((sum, [, { units }]) => sum + units, 0);
  }

  #fill(command: Extract<Command, { kind: "fill" }>): Outcome {
    const { cause, step, holderId, asset, upToUnits, bucketExpiresAtMs, atMs } = command;
    const had = this.fills.get(cause) ?? { steps: new Set<number>(), units: 0 };
    const units = upToUnits - had.units;
    if (units <= 0 || had.steps.has(step)) return "nothing";
    const given = amount(asset, units);
    this.#allOrNothing(() =>
      this.#issue({
        kind: "grant",
        id: `${cause}:${step}`,
        holderId,
        amount: given,
        reference: null,
        bucketExpiresAtMs,
        atMs,
      }),
    );
    this.fills.set(cause, { steps: new Set([...had.steps, step]), units: upToUnits });
    return "done";
  }

  /** Of every account, as the database would say it. */
  balances(): Map<string, { posted: number; held: number }> {
    return new Map([...this.books.accounts].map(([id, { posted, held }]) => [id, { posted, held }]));
  }

  /** All that is remembered, to come back to when a batch fails. */
  remember(): () => void {
    const backs = [
      remembered(this.books.accounts, (account) => ({ ...account })),
      remembered(this.said, (said) => said),
      remembered(this.holds, (hold) => hold),
      remembered(this.shares, (share) => share),
      remembered(this.fills, (filled) => filled),
      remembered(this.sessions, (blocks) => [...blocks]),
    ];
    return () => {
      for (const back of backs) back();
    };
  }
}

/** Copies a map now; the function given back restores it. */
function remembered<V>(map: Map<string, V>, copy: (value: V) => V): () => void {
  const before = [...map].map(([key, value]): [string, V] => [key, copy(value)]);
  return () => {
    map.clear();
    for (const [key, value] of before) map.set(key, value);
  };
}
