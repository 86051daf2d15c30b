/** What a session keeps beyond its own memory. Every operation is counted: none may happen on the frame path. */
import { CLIENT_TICKET_MS } from "@llamasketch/contract";
import type { Remembered } from "@llamasketch/live";

const JTI = "jti:";
const AWAY = "away:";

/** Who pays for what a session draws. */
export interface KnownPayer {
  holderId: string;
  /** What others spent on this sketch before. */
  spentBefore: number;
  /** Windows that began up to then are theirs. */
  paidThroughMs: number;
}

export class SessionMemory {
  operations = 0;
  /** Of these, the ones that wrote a row. */
  writes = 0;
  readonly #storage: DurableObjectStorage;
  #alarmAtMs: number | null = null;
  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  #get<T>(key: string): T | undefined {
    this.operations += 1;
    return this.#storage.kv.get<T>(key);
  }

  #put(key: string, value: unknown): void {
    this.operations += 1;
    this.writes += 1;
    this.#storage.kv.put(key, value);
  }

  #delete(key: string): void {
    this.operations += 1;
    this.writes += 1;
    this.#storage.kv.delete(key);
  }

  /** Starts a new generation: sequence numbers of this life sort after all earlier ones. */
  begin(): Remembered {
    const generation = (this.#get<number>("generation") ?? 0) + 1;
    this.#put("generation", generation);
    return { generation, ...this.#remembered() };
  }

  #remembered(): Omit<Remembered, "generation"> {
    return {
      epoch: this.#get<number>("epoch") ?? 0,
      penClientId: this.#get<string>("penClientId") ?? null,
      placement: this.#get<number>("placement") ?? 0,
    };
  }

  /** Writes what has changed. */
  remember(now: Omit<Remembered, "generation">): void {
    const before = this.#remembered();
    if (now.epoch !== before.epoch) this.#put("epoch", now.epoch);
    if (now.placement !== before.placement) this.#put("placement", now.placement);
    if (now.penClientId !== null && now.penClientId !== before.penClientId)
      this.#put("penClientId", now.penClientId);
  }

  payer(): KnownPayer | null {
    return this.#get<KnownPayer>("payer") ?? null;
  }

  rememberPayer(payer: KnownPayer): void {
    this.#put("payer", payer);
  }

  /** Nothing is drawn once so many credits were spent; null: no limit. */
  stopAt(): number | null {
    return this.#get<number | null>("stopAt") ?? null;
  }

  rememberStopAt(credits: number | null): void {
    this.#put("stopAt", credits);
  }

  /** From now on tickets made until then open nothing: the sketch was deleted. One restored is opened by newer ones. */
  close(untilMs: number): void {
    this.#put("closedUntilMs", untilMs);
  }

  isClosedFor(ticketMadeAtMs: number): boolean {
    return ticketMadeAtMs <= (this.#get<number>("closedUntilMs") ?? -Infinity);
  }

  /** From now on tickets that this user or device was given until then open nothing. */
  turnAway(who: string, untilMs: number): void {
    this.#put(AWAY + who, untilMs);
  }

  /** Each is asked for by name, however many were turned away; what no ticket can meet any more is forgotten on the way. */
  isAway(who: readonly (string | null)[], ticketMadeAtMs: number): boolean {
    const isOne = who.some(
      (each) => each !== null && ticketMadeAtMs <= (this.#get<number>(AWAY + each) ?? -Infinity),
    );
    if (isOne) return true;
    this.operations += 1;
    for (const [key, untilMs] of this.#storage.kv.list<number>({ prefix: AWAY, limit: 64 }))
      if (untilMs < ticketMadeAtMs - CLIENT_TICKET_MS) this.#delete(key);
    return false;
  }

  /** False when this ticket was used before. Expired ones are forgotten on the way. */
  useTicket(jti: string, expiresAtMs: number, nowMs: number): boolean {
    if (this.#get(JTI + jti) !== undefined) return false;
    for (const [key, at] of this.#storage.kv.list<number>({ prefix: JTI, limit: 64 })) {
      if (at < nowMs) this.#delete(key);
    }
    this.#put(JTI + jti, expiresAtMs);
    return true;
  }

  /** There is one alarm: the earliest time that was asked for. Whoever wants a later one asks again when it has fired. */
  async alarmAt(atMs: number): Promise<void> {
    if (this.#alarmAtMs !== null && this.#alarmAtMs <= atMs) return;
    this.#alarmAtMs = atMs;
    this.operations += 1;
    this.writes += 1;
    await this.#storage.setAlarm(atMs);
  }

  alarmFired(): void {
    this.#alarmAtMs = null;
  }
}
