/** One session's socket: re-dialled with its ticket while the placement lives. */
import { workOfReady, type Work } from "@llamasketch/agent-core";
import {
  AGENT_TICKET_MS,
  CLOSE,
  LIVE_PROTOCOL,
  RECONNECT_JITTER_MS,
  readHeader,
  readImageHead,
  readMessage,
  FRAME_HEADER_BYTES,
  sessionToAgent,
  type Ability,
  type AgentToSession,
  type FrameHeader,
  type Settings,
} from "@llamasketch/contract";
import { Link } from "./link.ts";

export interface SessionLinkHandlers {
  attach(): Omit<Extract<AgentToSession, { type: "attach" }>, "type" | "protocol">;
  onUp(): void;
  onDown(): void;
  onReady(work: Work): void;
  onSync(): void;
  onFrame(header: FrameHeader, image: Uint8Array): void;
  /** This placement is over; the link is dead for good. */
  onOver(): void;
  /** The ticket no longer opens the door: another is needed. */
  onTicketSpent(): void;
  /** Sessions on this host: how widely a common return is spread. */
  links(): number;
}

const GIVE_UP_AFTER = 8;
const GHOST_AFTER_MS = 3000;
const SPREAD_MS_PER_LINK = 25;
const FRAMES_REMEMBERED = 64;

export class SessionLink {
  readonly session: string;
  readonly placement: number;
  settings: { settingsVersion: number; settings: Settings } | null = null;
  /** What the session said that it can. */
  can: readonly Ability[] = [];
  #address: string;
  readonly #credential: string;
  #ticket: string;
  /** When it came: it holds for a while. */
  #ticketAtMs = Date.now();
  #link: Link | null = null;
  #redial: NodeJS.Timeout | null = null;
  #failures = 0;
  #openedAtMs = 0;
  #over = false;
  /** Frames had on this connection, newest last. */
  readonly #had = new Set<string>();
  readonly #handlers: SessionLinkHandlers;

  constructor(
    session: string,
    placement: number,
    address: string,
    { ticket, credential }: { ticket: string; credential: string },
    handlers: SessionLinkHandlers,
  ) {
    this.session = session;
    this.placement = placement;
    this.#address = address;
    this.#ticket = ticket;
    this.#credential = credential;
    this.#handlers = handlers;
    this.#dial();
  }

  /**
   * A fresh ticket came; dials at once when not connected. A session that asks for an agent has none: a link that has
   * been open for a while is then a ghost.
   */
  renew(ticket: string): void {
    this.#ticket = ticket;
    this.#ticketAtMs = Date.now();
    this.#failures = 0;
    if (!this.#link) this.#dial();
    else if (Date.now() - this.#openedAtMs > GHOST_AFTER_MS)
      this.#link.close(CLOSE.going_away.code, CLOSE.going_away.reason);
  }

  /** What proves that it holds this session, while it does. */
  get proof(): { ticket?: string } {
    return Date.now() < this.#ticketAtMs + AGENT_TICKET_MS ? { ticket: this.#ticket } : {};
  }

  send(message: AgentToSession | Uint8Array): void {
    this.#link?.send(message instanceof Uint8Array ? message : JSON.stringify(message));
  }

  /** A session that never heard of frames that cannot be read is told that it failed. */
  dropped(seq: number, reason: Extract<AgentToSession, { type: "dropped" }>["reason"]): void {
    const isKnown = reason !== "unreadable" || this.can.includes("unreadable");
    this.send({ type: "dropped", seq, reason: isKnown ? reason : "failed" });
  }

  close(why: "draining" | "released"): void {
    this.#over = true;
    if (this.#redial) clearTimeout(this.#redial);
    this.#link?.close(CLOSE[why].code, CLOSE[why].reason);
  }

  #dial(): void {
    if (this.#over || this.#link) return;
    if (this.#redial) clearTimeout(this.#redial);
    this.#redial = null;
    this.#link = new Link(
      `${this.#address}?ticket=${this.#ticket}`,
      { authorization: `Bearer ${this.#credential}` },
      {
        onOpen: () => {
          this.#failures = 0;
          this.#had.clear();
          this.can = [];
          this.send({ type: "attach", protocol: LIVE_PROTOCOL, ...this.#handlers.attach() });
          this.#handlers.onUp();
        },
        onText: (text) => this.#onText(text),
        onBytes: (bytes) => this.#onBytes(bytes),
        onClose: (code, status) => this.#onClose(code, status),
      },
    );
  }

  #onText(text: string): void {
    const message = readMessage(sessionToAgent, text);
    if (!message) return;
    switch (message.type) {
      case "ready":
        return this.#handlers.onReady(workOfReady(message));
      case "sync":
        return this.#handlers.onSync();
      case "settings":
        this.settings = { settingsVersion: message.settingsVersion, settings: message.settings };
        return;
      case "attached":
        this.can = message.can;
        return;
    }
  }

  #onBytes(bytes: Uint8Array): void {
    const header = readHeader(bytes);
    if (header?.kind !== "frame") return;
    if (this.#isRepeat(header)) return;
    const image = bytes.subarray(FRAME_HEADER_BYTES);
    const head = readImageHead(image);
    const sound =
      head?.format === header.format && head.widthPx === header.widthPx && head.heightPx === header.heightPx;
    if (!sound) this.dropped(header.seq, "unreadable");
    else if (this.settings?.settingsVersion !== header.settingsVersion) {
      this.dropped(header.seq, "settings");
    } else this.#handlers.onFrame(header, image);
  }

  /** A frame is drawn once, however often it is sent. */
  #isRepeat({ epoch, seq }: FrameHeader): boolean {
    const id = `${epoch}:${seq}`;
    if (this.#had.has(id)) return true;
    this.#had.add(id);
    const [oldest] = this.#had;
    if (this.#had.size > FRAMES_REMEMBERED && oldest !== undefined) this.#had.delete(oldest);
    return false;
  }

  #onClose(code: number, status: number | null): void {
    this.#link = null;
    this.#handlers.onDown();
    if (this.#over) return;
    const final =
      code === CLOSE.released.code || code === CLOSE.old_placement.code || (code >= 4400 && code < 4500);
    if (final) {
      this.#over = true;
      this.#handlers.onOver();
      return;
    }
    this.#failures += 1;
    if (status === 401 || this.#failures > GIVE_UP_AFTER) {
      // The dispatcher answers with a ticket or ends the placement.
      this.#handlers.onTicketSpent();
    }
    const spreadMs = Math.min(RECONNECT_JITTER_MS, SPREAD_MS_PER_LINK * this.#handlers.links());
    const waitMs = Math.min(5000, 100 * 2 ** Math.min(this.#failures, 5)) + Math.random() * spreadMs;
    this.#redial = setTimeout(() => this.#dial(), waitMs);
  }
}
