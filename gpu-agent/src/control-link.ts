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

/** Closes that say: not as you are. */
const REFUSALS: ReadonlySet<number> = new Set(
  [CLOSE.revoked, CLOSE.flood, CLOSE.foreign, CLOSE.protocol_version].map(({ code }) => code),
);
/** The one before may be dead and not look it: that is found out within 15 s. */
const IN_USE_REDIAL_MAX_MS = 5000;
/** Somebody has to put it right; then it is tried within this. */
const REFUSED_REDIAL_MAX_MS = 30_000;

export interface ControlHandlers {
  register(): Extract<AgentToDispatcher, { type: "register" }>;
  beat(): Extract<AgentToDispatcher, { type: "beat" }>;
  onMessage(message: DispatcherToAgent): void;
  /** Something an operator should read. */
  onTrouble(text: string): void;
}

export class ControlLink {
  readonly #url: string;
  readonly #credential: string;
  readonly #handlers: ControlHandlers;
  #link: Link | null = null;
  #failures = 0;
  #timer: NodeJS.Timeout | null = null;
  #beats: NodeJS.Timeout;
  #closed = false;
  #said: string | null = null;

  constructor(url: string, credential: string, handlers: ControlHandlers) {
    this.#url = url;
    this.#credential = credential;
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
      { authorization: `Bearer ${this.#credential}` },
      {
        onOpen: () => this.send(this.#handlers.register()),
        onText: (text) => {
          const message = readMessage(dispatcherToAgent, text);
          // Not before it is let in: one that is refused dials again later and later.
          if (message?.type === "registered") {
            this.#failures = 0;
            this.#said = null;
          }
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
    if (status === 401 || code === CLOSE.revoked.code)
      this.#sayOnce("this host's credential is refused: it is wrong, was revoked or has expired");
    else if (code === CLOSE.in_use.code)
      this.#sayOnce("another process is connected with this host's credential; each host needs its own");
    else if (code === CLOSE.flood.code || code === CLOSE.foreign.code)
      this.#sayOnce(`the platform closed this connection (${code}); is this agent of its version?`);
    else if (this.#failures === 5) this.#handlers.onTrouble(`${this.#url} cannot be reached; trying on`);
    const isRefused = status === 401 || REFUSALS.has(code);
    const isInUse = code === CLOSE.in_use.code;
    const longestMs = isInUse
      ? IN_USE_REDIAL_MAX_MS
      : isRefused
        ? REFUSED_REDIAL_MAX_MS
        : RECONNECT_JITTER_MS;
    const waitMs = Math.min(longestMs, 100 * 2 ** Math.min(this.#failures, 20));
    this.#timer = setTimeout(() => this.#dial(), waitMs / 2 + Math.random() * waitMs);
  }

  /** What stays wrong is said when it begins, not at each try. */
  #sayOnce(text: string): void {
    if (this.#said === text) return;
    this.#said = text;
    this.#handlers.onTrouble(text);
  }
}
