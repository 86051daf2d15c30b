import { ComfyClient } from "../client.ts";
import type { ComfyFetch } from "../client.ts";
import type { ComfyObjectInfo } from "../replies.ts";
import { Tap } from "./tap.ts";
import type { TapWebSocket } from "./tap.ts";

/** Thrown by a rule that does not hold. */
export class RuleBroken extends Error {}

/** Throws `RuleBroken` with what was found when `holds` is false. */
export function must(holds: boolean, found: unknown): asserts holds {
  if (!holds) throw new RuleBroken(`found ${JSON.stringify(found)?.slice(0, 300)}`);
}

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  // The suite looks into answers of any shape.
  readonly json: unknown;
  readonly contentType: string;
}

/** What rules work with: a server and the ways to it. */
export class Ground {
  readonly baseUrl: string;
  readonly client: ComfyClient;
  /** True when the server has the jobs API, which marks the newer generation. */
  readonly newer: boolean;
  readonly objectInfo: ComfyObjectInfo;
  readonly #fetch: ComfyFetch;
  readonly #WebSocket: TapWebSocket;
  readonly #taps: Tap[] = [];
  #seed = Math.floor(Math.random() * 2 ** 31);

  private constructor(
    parts: { baseUrl: string; fetch: ComfyFetch; WebSocket: TapWebSocket },
    client: ComfyClient,
    newer: boolean,
    objectInfo: ComfyObjectInfo,
  ) {
    this.baseUrl = parts.baseUrl;
    this.#fetch = parts.fetch;
    this.#WebSocket = parts.WebSocket;
    this.client = client;
    this.newer = newer;
    this.objectInfo = objectInfo;
  }

  /** Finds out what the server is. Rejects when it does not answer. */
  static async find(parts: { baseUrl: string; fetch: ComfyFetch; WebSocket: TapWebSocket }): Promise<Ground> {
    const client = new ComfyClient({ ...parts, timeoutMs: 60_000 });
    return new Ground(parts, client, await client.hasJobs(), await client.objectInfo());
  }

  /** A number nobody used before: makes a graph new to the cache. */
  fresh(): number {
    this.#seed = (this.#seed + 7919) % 2 ** 24;
    return this.#seed;
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
    const response = await this.#fetch(this.baseUrl + path, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...sent,
    });
    const text = await response.text();
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    return { status: response.status, text, json, contentType: response.headers.get("content-type") ?? "" };
  }

  /** A socket that is closed when the rule is done. */
  async tap(options: { clientId?: string; flags?: object | null } = {}): Promise<Tap> {
    const tap = await Tap.open(this.#WebSocket, this.baseUrl, options);
    this.#taps.push(tap);
    return tap;
  }

  /** Sends a graph; the id is made here. */
  async submit(
    prompt: object,
    more: { client_id?: string; prompt_id?: string; number?: number; front?: boolean } = {},
  ): Promise<Answer & { promptId: string }> {
    const promptId = more.prompt_id ?? crypto.randomUUID();
    const answer = await this.ask("POST", "/prompt", { prompt, prompt_id: promptId, ...more });
    return { ...answer, promptId };
  }

  /** Waits until nothing is queued or running, then closes what the rule opened. */
  async tidy(): Promise<void> {
    await this.ask("POST", "/queue", { clear: true });
    await this.ask("POST", "/interrupt", "");
    for (let tries = 0; tries < 600; tries++) {
      const { running, pending } = await this.client.queue();
      if (running.length + pending.length === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    for (const tap of this.#taps.splice(0)) await tap.close();
  }
}

/** A value inside an answer, by its path; undefined when there is none. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== "object" || inner === null) return undefined;
    inner = (inner as Record<string | number, unknown>)[key];
  }
  return inner;
}
