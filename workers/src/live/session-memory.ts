/** What a session keeps beyond its own memory. Every operation is counted: none may happen on the frame path. */
import type { Remembered } from "@llamasketch/live";

const JTI = "jti:";

export class SessionMemory {
  operations = 0;
  readonly #storage: DurableObjectStorage;
  #alarmAtMs: number | null = null;
  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Starts a new generation: sequence numbers of this life sort after all earlier ones. */
  begin(): Remembered {
    const kv = this.#storage.kv;
    this.operations += 1;
    const generation = (kv.get<number>("generation") ?? 0) + 1;
    kv.put("generation", generation);
    return {
      generation,
      epoch: kv.get<number>("epoch") ?? 0,
      penClientId: kv.get<string>("penClientId") ?? null,
      placement: kv.get<number>("placement") ?? 0,
      chunks: kv.get<number>("chunks") ?? 0,
    };
  }

  remember({ epoch, penClientId, placement }: Omit<Remembered, "generation" | "chunks">): void {
    this.operations += 1;
    this.#storage.kv.put("epoch", epoch);
    this.#storage.kv.put("placement", placement);
    if (penClientId !== null) this.#storage.kv.put("penClientId", penClientId);
  }

  rememberChunks(chunks: number): void {
    this.operations += 1;
    this.#storage.kv.put("chunks", chunks);
  }

  /** From now on tickets made until then open nothing: the sketch was deleted. One restored is opened by newer ones. */
  close(untilMs: number): void {
    this.operations += 1;
    this.#storage.kv.put("closedUntilMs", untilMs);
  }

  isClosedFor(ticketMadeAtMs: number): boolean {
    this.operations += 1;
    return ticketMadeAtMs <= (this.#storage.kv.get<number>("closedUntilMs") ?? -Infinity);
  }

  /** False when this ticket was used before. Expired ones are forgotten on the way. */
  useTicket(jti: string, expiresAtMs: number, nowMs: number): boolean {
    this.operations += 1;
    const kv = this.#storage.kv;
    if (kv.get(JTI + jti) !== undefined) return false;
    for (const [key, at] of kv.list<number>({ prefix: JTI, limit: 64 })) if (at < nowMs) kv.delete(key);
    kv.put(JTI + jti, expiresAtMs);
    return true;
  }

  async alarmAt(atMs: number): Promise<void> {
    if (this.#alarmAtMs !== null) return;
    this.#alarmAtMs = atMs;
    this.operations += 1;
    await this.#storage.setAlarm(atMs);
  }

  alarmFired(): void {
    this.#alarmAtMs = null;
  }
}
