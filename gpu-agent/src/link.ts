/** A WebSocket that knows when it is dead: pinged, and given up when nothing answers. */
import { PING_OWED_EVERY_MS, PONG_WITHIN_MS } from "@llamasketch/contract";
import { WebSocket } from "ws";

export interface LinkHandlers {
  onOpen(): void;
  onText(text: string): void;
  onBytes(bytes: Uint8Array): void;
  /** `status`: the HTTP status when the upgrade was refused. Called once. */
  onClose(code: number, status: number | null): void;
}

const OPEN_WITHIN_MS = 8000;
const WATCH_EVERY_MS = 500;
const MESSAGE_MAX_BYTES = 8 * 1024 * 1024;

export class Link {
  readonly #socket: WebSocket;
  readonly #handlers: LinkHandlers;
  #heardAtMs = Date.now();
  #pingedAtMs: number | null = null;
  #beat: NodeJS.Timeout;
  #status: number | null = null;
  #ended = false;

  constructor(url: string, headers: Record<string, string>, handlers: LinkHandlers) {
    this.#handlers = handlers;
    this.#socket = new WebSocket(url, {
      headers,
      handshakeTimeout: OPEN_WITHIN_MS,
      maxPayload: MESSAGE_MAX_BYTES,
      perMessageDeflate: false,
    });
    this.#socket.on("open", () => {
      this.#heardAtMs = Date.now();
      handlers.onOpen();
    });
    this.#socket.on("message", (data: Buffer, isBinary: boolean) => {
      this.#heardAtMs = Date.now();
      this.#pingedAtMs = null;
      if (isBinary) return handlers.onBytes(data);
      const text = data.toString("utf8");
      if (text !== "pong") handlers.onText(text);
    });
    this.#socket.on("unexpected-response", (request, response) => {
      this.#status = response.statusCode ?? null;
      response.resume();
      request.destroy();
      this.#end(1006);
    });
    this.#socket.on("error", () => this.#end(1006));
    this.#socket.on("close", (code) => this.#end(code));
    this.#beat = setInterval(() => this.#watch(), WATCH_EVERY_MS);
  }

  get open(): boolean {
    return !this.#ended && this.#socket.readyState === WebSocket.OPEN;
  }

  send(data: string | Uint8Array): void {
    if (this.open) this.#socket.send(data);
  }

  close(code: number, reason: string): void {
    if (this.open) this.#socket.close(code, reason);
    this.#end(code);
  }

  #watch(): void {
    const nowMs = Date.now();
    if (!this.open) return;
    if (this.#pingedAtMs !== null && nowMs - this.#pingedAtMs > PONG_WITHIN_MS) {
      // It may look open for minutes: a black hole sends no close.
      this.#end(1006);
    } else if (this.#pingedAtMs === null && nowMs - this.#heardAtMs >= PING_OWED_EVERY_MS) {
      // The platform answers pings by itself: they wake nobody and cost nothing.
      this.#pingedAtMs = nowMs;
      this.#socket.send("ping");
    }
  }

  #end(code: number): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#beat);
    if (this.#socket.readyState !== WebSocket.CLOSING) this.#socket.terminate();
    this.#handlers.onClose(code, this.#status);
  }
}
