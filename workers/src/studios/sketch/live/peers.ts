/** Everyone on a socket of this session. */
import {
  CLIENT_MESSAGES_PER_SECOND,
  REFUSALS_AT_ONCE,
  REFUSAL_EVERY_MS,
  type Ability,
  type Settings,
} from "@llamasketch/contract";
import { fullBudget, spend, type Budget, type Rate } from "@llamasketch/live";
import { noteOf, type AgentSeatNote, type ClientSeatNote, type SeatNote } from "./seats.ts";

export interface Peer {
  socket: WebSocket;
  note: SeatNote;
  /** Messages left in this second, and when it began. */
  allowance: { left: number; sinceMs: number };
  /** Refusals that it may still hear. */
  refusals: Budget;
}

const REFUSALS: Rate = { everyMs: REFUSAL_EVERY_MS, atOnce: REFUSALS_AT_ONCE };

export class Peers {
  readonly #byConn = new Map<string, Peer>();
  readonly #bySocket = new WeakMap<WebSocket, Peer>();

  admit(socket: WebSocket, note: SeatNote): Peer {
    const allowance = { left: CLIENT_MESSAGES_PER_SECOND, sinceMs: 0 };
    const peer: Peer = { socket, note, allowance, refusals: fullBudget(REFUSALS, Date.now()) };
    this.#byConn.set(note.conn, peer);
    this.#bySocket.set(socket, peer);
    return peer;
  }

  of(socket: WebSocket): Peer {
    return this.#bySocket.get(socket) ?? this.admit(socket, noteOf(socket));
  }

  find(conn: string): Peer | undefined {
    return this.#byConn.get(conn);
  }

  all(): Peer[] {
    return [...this.#byConn.values()];
  }

  /** Clients that have greeted, and can what is said. */
  clients(can?: Ability): ClientSeatNote[] {
    return this.all().flatMap(({ note }) =>
      note.role === "client" && note.clientId !== null && (!can || note.can.includes(can)) ? [note] : [],
    );
  }

  /** False when it had left already. */
  remove(peer: Peer): boolean {
    return this.#byConn.delete(peer.note.conn);
  }

  /** Counts a message against this second's allowance. */
  allows({ allowance }: Peer): boolean {
    const nowMs = Date.now();
    if (nowMs - allowance.sinceMs >= 1000) {
      allowance.left = CLIENT_MESSAGES_PER_SECOND;
      allowance.sinceMs = nowMs;
    }
    allowance.left -= 1;
    return allowance.left >= 0;
  }

  /** Counts a refusal against those it may hear: whoever sends what is refused without end is not answered without end. */
  mayRefuse({ refusals }: Peer): boolean {
    return spend(refusals, REFUSALS, Date.now()) === 0;
  }

  /** Of these words a life after this one need not write anything. */
  wroteSettings(written: Settings): void {
    for (const { note } of this.all())
      if (note.role === "client" && note.settings?.settings === written)
        this.note(note.conn, { settings: { ...note.settings, isWritten: true } });
  }

  /** Adds to what a socket carries through hibernation. */
  note(conn: string, more: Partial<ClientSeatNote> | Partial<AgentSeatNote>): void {
    const peer = this.#byConn.get(conn);
    if (!peer) return;
    Object.assign(peer.note, more);
    peer.socket.serializeAttachment(peer.note);
  }
}
