/** One WebSocket through the Worker's own door, with an inbox that can be waited on. */
import { exports } from "cloudflare:workers";

export const ORIGIN = "https://llama.test";
export const PATIENCE_MS = 8000;

export type Incoming = string | Uint8Array<ArrayBuffer>;

const open = new Set<Wire>();

export class Wire {
  /** Everything ever received, in order. */
  readonly log: Incoming[] = [];
  closed: { code: number; reason: string } | null = null;
  readonly #socket: WebSocket;
  readonly #inbox: Incoming[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #handlers: ((message: Incoming) => void)[] = [];

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.accept();
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", ({ data }) => {
      const message = typeof data === "string" ? data : new Uint8Array(data as ArrayBuffer);
      this.log.push(message);
      this.#inbox.push(message);
      for (const handler of this.#handlers) handler(message);
      this.#wake();
    });
    socket.addEventListener("close", ({ code, reason }) => {
      this.closed ??= { code, reason };
      open.delete(this);
      this.#wake();
    });
    open.add(this);
  }

  /** The socket, or the response that refused it. */
  static async dial(path: string, headers: Record<string, string> = {}): Promise<Wire | Response> {
    const answer = await exports.default.fetch(ORIGIN + path, {
      headers: { upgrade: "websocket", ...headers },
    });
    return answer.webSocket ? new Wire(answer.webSocket) : answer;
  }

  static async open(path: string, headers: Record<string, string> = {}): Promise<Wire> {
    const wire = await Wire.dial(path, headers);
    if (wire instanceof Wire) return wire;
    throw new Error(`${path} was refused: ${wire.status} ${await wire.text()}`);
  }

  onMessage(handler: (message: Incoming) => void): void {
    this.#handlers.push(handler);
  }

  send(message: object | string | Uint8Array): void {
    const raw = typeof message === "string" || message instanceof Uint8Array;
    this.#socket.send(raw ? message : JSON.stringify(message));
  }

  close(code = 1000): void {
    open.delete(this);
    this.closed ??= { code, reason: "closed here" };
    try {
      this.#socket.close(code);
    } catch {
      // It was over already.
    }
  }

  /** The first message not yet taken for which `pick` gives something; waits for it. */
  async take<T>(
    pick: (message: Incoming) => T | undefined,
    what: string,
    withinMs = PATIENCE_MS,
  ): Promise<T> {
    const untilMs = Date.now() + withinMs;
    for (;;) {
      for (const [at, message] of this.#inbox.entries()) {
        const picked = pick(message);
        if (picked === undefined) continue;
        this.#inbox.splice(at, 1);
        return picked;
      }
      if (this.closed) throw new Error(`closed with ${this.closed.code} while waiting for ${what}`);
      if (Date.now() >= untilMs) throw new Error(`${what} did not come; ${this.#summary()}`);
      await this.#news(untilMs - Date.now());
    }
  }

  async ended(withinMs = PATIENCE_MS): Promise<{ code: number; reason: string }> {
    const untilMs = Date.now() + withinMs;
    while (!this.closed) {
      if (Date.now() >= untilMs) throw new Error(`not closed; ${this.#summary()}`);
      await this.#news(untilMs - Date.now());
    }
    return this.closed;
  }

  #summary(): string {
    const last = this.log
      .slice(-6)
      .map((m) => (typeof m === "string" ? m.slice(0, 120) : `${m.length} bytes`));
    return `received ${this.log.length}, last: ${last.join(" | ")}`;
  }

  #wake(): void {
    for (const listener of this.#listeners) listener();
  }

  #news(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#listeners.delete(done);
        resolve();
      };
      const timer = setTimeout(done, Math.max(1, withinMs));
      this.#listeners.add(done);
    });
  }
}

export function hangUpAll(): void {
  for (const wire of open) wire.close();
}

/** Asks again and again until the answer is there. */
export async function eventually<T>(
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  what: string,
  withinMs = PATIENCE_MS,
): Promise<T> {
  const untilMs = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() >= untilMs) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
