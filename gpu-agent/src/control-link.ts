/** The socket to the dispatcher: registers, beats, takes assignments; comes back by itself. */
import {
  CLOSE,
  HEARTBEAT_MS,
  RECONNECT_JITTER_MS,
  dispatcherToAgent,
  readMessage,
  type AgentToDispatcher,
  type DispatcherToAgent,
} from "@llamasketch/contract";
import { Link } from "./link.ts";

export interface ControlHandlers {
  register(): Extract<AgentToDispatcher, { type: "register" }>;
  beat(): Extract<AgentToDispatcher, { type: "beat" }>;
  onMessage(message: DispatcherToAgent): void;
  /** Something an operator should read. */
  onTrouble(text: string): void;
}

export class ControlLink {
  readonly #url: string;
  readonly #token: string;
  readonly #handlers: ControlHandlers;
  #link: Link | null = null;
  #failures = 0;
  #timer: NodeJS.Timeout | null = null;
  #beats: NodeJS.Timeout;
  #closed = false;

  constructor(url: string, token: string, handlers: ControlHandlers) {
    this.#url = url;
    this.#token = token;
    this.#handlers = handlers;
    this.#beats = setInterval(() => this.beat(), HEARTBEAT_MS);
    this.#dial();
  }

  get connected(): boolean {
    return this.#link?.open === true;
  }

  send(message: AgentToDispatcher): void {
    this.#link?.send(JSON.stringify(message));
  }

  beat(): void {
    this.send(this.#handlers.beat());
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#beats);
    if (this.#timer) clearTimeout(this.#timer);
    this.#link?.close(CLOSE.draining.code, CLOSE.draining.reason);
  }

  #dial(): void {
    if (this.#closed) return;
    this.#link = new Link(
      this.#url,
      { authorization: `Bearer ${this.#token}` },
      {
        onOpen: () => {
          this.#failures = 0;
          this.send(this.#handlers.register());
        },
        onText: (text) => {
          const message = readMessage(dispatcherToAgent, text);
          if (message) this.#handlers.onMessage(message);
        },
        onBytes: () => undefined,
        onClose: (code, status) => this.#onClose(code, status),
      },
    );
  }

  #onClose(code: number, status: number | null): void {
    this.#link = null;
    if (this.#closed) return;
    this.#failures += 1;
    if (status === 401)
      this.#handlers.onTrouble("the agent token is refused; check AGENT_TOKEN on both sides");
    else if (code === CLOSE.replaced.code)
      this.#handlers.onTrouble("another agent uses this id; give each host its own");
    else if (this.#failures === 5) this.#handlers.onTrouble(`${this.#url} cannot be reached; trying on`);
    const waitMs = Math.min(RECONNECT_JITTER_MS, 100 * 2 ** this.#failures);
    this.#timer = setTimeout(() => this.#dial(), waitMs / 2 + Math.random() * waitMs);
  }
}
