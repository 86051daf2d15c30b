import { parseMessage } from "../event.ts";
import type { ComfyEvent } from "../event.ts";
import { parseFrame } from "../frame.ts";
import type { ComfyWebSocket } from "../socket.ts";

/** One thing a socket said, in the order it was said. */
export interface Heard {
  readonly event: ComfyEvent;
  /** The message as it was sent, when it was text. */
  readonly raw: { readonly type: string; readonly data: Readonly<Record<string, unknown>> } | null;
  /** First word of a binary frame. */
  readonly frameEvent: number | null;
}

/** What the suite needs of a WebSocket class. */
export type TapWebSocket = new (url: string) => ComfyWebSocket;

/** A socket that remembers everything it heard. */
export class Tap {
  readonly clientId: string;
  readonly heard: Heard[] = [];
  readonly #socket: ComfyWebSocket;
  #waiting: (() => void)[] = [];
  #closed = false;

  private constructor(socket: ComfyWebSocket, clientId: string) {
    this.#socket = socket;
    this.clientId = clientId;
    const wake = (): void => {
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const resolve of waiting) resolve();
    };
    socket.addEventListener("message", ({ data }) => {
      this.heard.push(hear(data));
      wake();
    });
    socket.addEventListener("close", () => {
      this.#closed = true;
      wake();
    });
  }

  /** Opens a socket; resolves at its first message. `flags` are its first words, null says nothing. */
  static async open(
    WebSocket: TapWebSocket,
    baseUrl: string,
    options: { clientId?: string; flags?: object | null } = {},
  ): Promise<Tap> {
    const clientId = options.clientId ?? crypto.randomUUID();
    const query = clientId === "" ? "" : `?clientId=${encodeURIComponent(clientId)}`;
    const socket = new WebSocket(`${baseUrl.replace(/^http/, "ws")}/ws${query}`);
    socket.binaryType = "arraybuffer";
    const tap = new Tap(socket, clientId);
    const flags = options.flags === undefined ? { supports_preview_metadata: true } : options.flags;
    socket.addEventListener("open", () => {
      if (flags) tap.say({ type: "feature_flags", data: flags });
    });
    await tap.until(() => tap.heard.length > (flags ? 1 : 0), "the first messages");
    return tap;
  }

  say(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  /** Waits until `isDone`. Rejects after `timeoutMs`. */
  async until(isDone: () => boolean, what: string, timeoutMs = 20_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!isDone()) {
      const left = deadline - Date.now();
      if (left <= 0 || this.#closed) throw new Error(`waited in vain for ${what}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, 1000));
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** Messages of one kind, of one prompt if it is named. */
  of(type: string, promptId?: string): Readonly<Record<string, unknown>>[] {
    return this.heard
      .filter(
        ({ raw }) => raw?.type === type && (promptId === undefined || raw.data["prompt_id"] === promptId),
      )
      .map(({ raw }) => raw?.data ?? {});
  }

  /** Waits until the prompt has ended for this socket's owner. */
  async ended(promptId: string): Promise<void> {
    await this.until(
      () => this.of("executing", promptId).some((data) => data["node"] === null),
      `the end of ${promptId}`,
      60_000,
    );
  }

  /** Closes and waits for it. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#socket.close();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 2000);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

function hear(data: unknown): Heard {
  if (typeof data === "string") {
    const raw = JSON.parse(data) as NonNullable<Heard["raw"]>;
    return { event: parseMessage(data), raw, frameEvent: null };
  }
  const bytes = new Uint8Array(data as ArrayBuffer);
  return { event: parseFrame(bytes), raw: null, frameEvent: new DataView(bytes.buffer).getUint32(0) };
}
