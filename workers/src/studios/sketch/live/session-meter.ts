/** The meter of a session: a shell around packages/metering. It speaks to the ledger, always off the path of a frame. */
import {
  LIVE_HOLD_MS,
  LIVE_WINDOW_MS,
  METER_EVERY_MS,
  TOP_UP_EVERY_MS,
  type MeterMessage,
  type PauseReason,
} from "@llamasketch/contract";
import {
  createMeter,
  heldCredits,
  nextDeadlineMs,
  spentCredits,
  step,
  windowOf,
  type MeterEffect,
  type MeterEvent,
  type MeterState,
} from "@llamasketch/metering";
import { log } from "../../../log.ts";
import { Deadline } from "./deadline.ts";
import { kindOf, type ShownPicture } from "./picture-keeper.ts";
import type { SessionLedger, SessionTurn } from "./session-ledger.ts";
import type { SessionMemory } from "./session-memory.ts";

/** What the meter asks of its session. */
export interface MeterHost {
  pause(reason: PauseReason): void;
  resume(): void;
  /** Stores this picture, and says how it went with `kept`. */
  keep(shown: ShownPicture): void;
  tell(message: MeterMessage): void;
  /** Something was said that is to be remembered, with `writeLimit`, in a while. */
  said(): void;
}

/** While nothing is left and somebody draws on, the ledger is asked again this often, also for a client that cannot say so. */
const ASK_ANEW_MS = 60_000;
const CLOSE_WITHIN_MS = 15_000;
const CLOSE_POLL_MS = 50;

export class SessionMeter {
  readonly #ledger: SessionLedger;
  readonly #memory: SessionMemory;
  readonly #host: MeterHost;
  readonly #state: MeterState = createMeter(1, 0);
  readonly #ticking = new Deadline(() => this.#do({ type: "tick" }));
  readonly #telling = new Deadline(() => this.#tellNow());
  readonly #asking = new Deadline(() => void this.#askAgain());
  #isLimitSaid = false;
  #toldAtMs = -Infinity;
  #askedAtMs = -Infinity;
  /** The ledger was read in this life. */
  #hasRead = false;
  #reading: Promise<void> | null = null;
  /** The last picture of the running window, and of the one before. */
  #newest: ShownPicture[] = [];

  constructor(ledger: SessionLedger, memory: SessionMemory, host: MeterHost) {
    this.#ledger = ledger;
    this.#memory = memory;
    this.#host = host;
    this.#state.stopAt = memory.stopAt();
  }

  /** Somebody draws. Called before what was drawn goes on: perhaps it may not. */
  drawn(): void {
    if (this.#state.paused === null) return this.#do({ type: "drawn" });
    if (Date.now() >= this.#askedAtMs + ASK_ANEW_MS) this.topUp();
  }

  /** Nobody can pay, as far as the ledger has said. */
  get isPaused(): boolean {
    return this.#state.paused !== null;
  }

  /** A picture went out. Gives it with the window it was shown in. */
  shown(picture: Omit<ShownPicture, "windowMs">): ShownPicture {
    this.#do({ type: "shown" });
    const shown = { ...picture, windowMs: windowOf(this.#state, Date.now()) };
    const before = this.#newest.find(({ windowMs }) => windowMs !== shown.windowMs);
    this.#newest = before ? [shown, before] : [shown];
    return shown;
  }

  keeping({ windowMs }: ShownPicture): void {
    this.#do({ type: "keeping", windowMs });
  }

  /** How its storing ended. */
  kept({ header, windowMs }: ShownPicture, pictureId: string | null): void {
    const { epoch, version } = header;
    if (pictureId === null) this.#do({ type: "unstored", windowMs });
    else this.#do({ type: "stored", picture: { pictureId, kind: kindOf(header), epoch, version, windowMs } });
  }

  stopAt(credits: number | null): void {
    if (credits === this.#state.stopAt) return;
    this.#do({ type: "stopAt", credits });
    this.#isLimitSaid = true;
    this.#host.said();
  }

  /** The last limit that was said outlives this life from now on. */
  writeLimit(): void {
    if (!this.#isLimitSaid) return;
    this.#isLimitSaid = false;
    this.#memory.rememberStopAt(this.#state.stopAt);
  }

  /** There may be credits again: the ledger is asked, at once or a little later when it was asked just before. */
  topUp(): void {
    this.#asking.at(Math.max(Date.now(), this.#askedAtMs + TOP_UP_EVERY_MS));
  }

  async #askAgain(): Promise<void> {
    this.#askedAtMs = Date.now();
    const available = await this.#ledger.available().catch(() => null);
    this.#do({ type: "toppedUp", available });
  }

  /** Reads where the ledger stands, once in a life; what an earlier one left open is ended then. */
  async look(): Promise<void> {
    // Nothing was ever held where nobody ever paid.
    if (!this.#hasRead && this.#memory.payer()) await this.#read();
  }

  /** When what is held is free again, settled or not. */
  get holdEndsAtMs(): number | null {
    return this.#state.block?.expiresAtMs ?? null;
  }

  get message(): MeterMessage {
    const { available, stopAt } = this.#state;
    const nowMs = Date.now();
    const windowMs = windowOf(this.#state, nowMs);
    return {
      type: "meter",
      spentCredits: spentCredits(this.#state),
      heldCredits: heldCredits(this.#state),
      availableCredits: available,
      stopAtCredits: stopAt,
      windowEndsInMs: windowMs === null ? null : windowMs + LIVE_WINDOW_MS - nowMs,
    };
  }

  /** Settles what is open; rejects when the ledger does not say so in time. Safe to call again. */
  async close(): Promise<void> {
    const byMs = Date.now() + CLOSE_WITHIN_MS;
    await this.look();
    for (;;) {
      this.#do({ type: "closing" });
      const { turn, block, pictures } = this.#state;
      if (!turn && !block && pictures.length === 0) return;
      if (Date.now() > byMs) throw new Error("the ledger did not settle a session in time");
      await new Promise((resolve) => setTimeout(resolve, CLOSE_POLL_MS));
    }
  }

  #do(event: MeterEvent): void {
    const nowMs = Date.now();
    const windowBefore = windowOf(this.#state, nowMs);
    for (const effect of step(this.#state, event, nowMs)) this.#perform(effect);
    if (windowOf(this.#state, nowMs) !== windowBefore) this.#tell();
    this.#ticking.at(nextDeadlineMs(this.#state));
  }

  #perform(effect: MeterEffect): void {
    switch (effect.type) {
      case "turn":
        // After everything that goes out now: no frame waits for the ledger.
        return queueMicrotask(() => void this.#turn(effect));
      case "keepNewest":
        return queueMicrotask(() => this.#keepNewest(effect.windowMs));
      case "pause":
        this.#askedAtMs = Date.now();
        return this.#host.pause(effect.reason);
      case "resume":
        return this.#host.resume();
      case "changed":
        return this.#tell();
    }
  }

  /** At once, or a little later when something was told just before. */
  #tell(): void {
    this.#telling.at(Math.max(Date.now(), this.#toldAtMs + METER_EVERY_MS));
  }

  #tellNow(): void {
    this.#toldAtMs = Date.now();
    this.#host.tell(this.message);
  }

  #keepNewest(windowMs: number): void {
    const newest = this.#newest.find((shown) => shown.windowMs === windowMs);
    if (newest) this.#host.keep(newest);
    // Nobody has a picture of it any more: it is free.
    else this.#do({ type: "unstored", windowMs });
  }

  async #turn(turn: SessionTurn): Promise<void> {
    try {
      // Until the ledger was read the number of a turn is a guess.
      const outcome = this.#hasRead ? await this.#ledger.turn(turn) : null;
      if (!outcome) return await this.#read();
      if (outcome.held > 0) await this.#memory.alarmAt(outcome.expiresAtMs);
      this.#do({ type: "turned", seq: turn.seq, outcome });
    } catch (error) {
      const { seq, begin, pictures } = turn;
      log("error", "ledger_turn_failed", { seq, begin, pictures: pictures.length }, error);
      this.#do({ type: "turnFailed", seq });
    }
  }

  /** One question at a time. */
  #read(): Promise<void> {
    this.#reading ??= this.#ledger
      .stand()
      .then((stand) => {
        this.#hasRead = true;
        if (stand.held > 0) void this.#memory.alarmAt(stand.beganAtMs + LIVE_HOLD_MS);
        this.#do({ type: "recovered", ...stand });
        this.#tell();
      })
      .finally(() => {
        this.#reading = null;
      });
    return this.#reading;
  }
}
