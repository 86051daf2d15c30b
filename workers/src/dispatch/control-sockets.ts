/** Hosts' control sockets: whose each is, which one speaks for its host, and how much it may say. */
import {
  BAD_TICKETS_MAX,
  BEAT_COSTS_MESSAGES,
  CLOSE,
  CONTROL_BURST_BYTES,
  CONTROL_BURST_MESSAGES,
  CONTROL_BYTES_PER_SECOND,
  CONTROL_MESSAGES_PER_SECOND,
  GREETING_SOCKETS_MAX,
  REGISTER_COSTS_MESSAGES,
  type AgentToDispatcher,
  type CloseWhy,
} from "@llamasketch/contract";
import type { HostClaims } from "../http/caller.ts";

type Registered = Extract<AgentToDispatcher, { type: "register" }>;

/** What a socket carries through hibernation. Attachments are small: what the host says of itself stays out. */
export interface ControlNote {
  agentId: string;
  /** When its credential ends; null: not by itself. */
  expiresAtMs: number | null;
  /** Null until it has said who it is. */
  registered: Pick<Registered, "instance" | "name" | "slots" | "capacity" | "frameMs"> | null;
  /** Its last beat: sleep does not make a silent host one that was just heard. */
  heardAtMs: number;
}

interface Allowance {
  messages: number;
  bytes: number;
  atMs: number;
  /** Tickets that may still prove nothing. */
  badTickets: number;
}

const COSTS: Partial<Record<AgentToDispatcher["type"], number>> = {
  register: REGISTER_COSTS_MESSAGES,
  beat: BEAT_COSTS_MESSAGES,
};

export class ControlSockets {
  /** The one that speaks for each host. */
  readonly #speaking = new Map<string, WebSocket>();
  /** Ended here: what was on its way on them is not heard. */
  readonly #ended = new WeakSet<WebSocket>();
  readonly #allowances = new WeakMap<WebSocket, Allowance>();

  /** A host dialled; `others`: its sockets that are open already. */
  admit(socket: WebSocket, { id, expiresAtMs }: HostClaims, others: readonly WebSocket[]): void {
    socket.serializeAttachment({
      agentId: id,
      expiresAtMs,
      registered: null,
      heardAtMs: 0,
    } satisfies ControlNote);
    const greeting = others.filter((other) => this.note(other).registered === null);
    for (const silent of greeting.slice(0, Math.max(0, greeting.length + 1 - GREETING_SOCKETS_MAX)))
      this.close(silent, "replaced");
  }

  note(socket: WebSocket): ControlNote {
    return socket.deserializeAttachment() as ControlNote;
  }

  of(agentId: string): WebSocket | undefined {
    return this.#speaking.get(agentId);
  }

  speaks(agentId: string, socket: WebSocket): void {
    this.#speaking.set(agentId, socket);
  }

  /** What speaks for this host speaks no more. False when it was another socket. */
  silence(agentId: string, socket: WebSocket): boolean {
    return this.#speaking.get(agentId) === socket && this.#speaking.delete(agentId);
  }

  /** Counts a message; false when its socket has said more than a host has to say. */
  hears(socket: WebSocket, bytes: number, nowMs: number): boolean {
    const allowance = this.#allowanceOf(socket, nowMs);
    const passedS = Math.max(0, nowMs - allowance.atMs) / 1000;
    allowance.atMs = nowMs;
    const { messages, bytes: left } = allowance;
    allowance.messages =
      Math.min(CONTROL_BURST_MESSAGES, messages + passedS * CONTROL_MESSAGES_PER_SECOND) - 1;
    allowance.bytes = Math.min(CONTROL_BURST_BYTES, left + passedS * CONTROL_BYTES_PER_SECOND) - bytes;
    return allowance.messages >= 0 && allowance.bytes >= 0;
  }

  /** Counts what this kind of message costs beyond its being one. */
  affords(socket: WebSocket, type: AgentToDispatcher["type"], nowMs: number): boolean {
    const allowance = this.#allowanceOf(socket, nowMs);
    allowance.messages -= (COSTS[type] ?? 1) - 1;
    return allowance.messages >= 0;
  }

  /** Whether another ticket of this socket is looked at. */
  mayProve(socket: WebSocket, nowMs: number): boolean {
    return this.#allowanceOf(socket, nowMs).badTickets > 0;
  }

  provedNothing(socket: WebSocket, nowMs: number): void {
    this.#allowanceOf(socket, nowMs).badTickets -= 1;
  }

  isOver(socket: WebSocket): boolean {
    return this.#ended.has(socket);
  }

  close(socket: WebSocket, why: CloseWhy): void {
    this.#ended.add(socket);
    try {
      socket.close(CLOSE[why].code, CLOSE[why].reason);
    } catch {
      // It was over already.
    }
  }

  #allowanceOf(socket: WebSocket, nowMs: number): Allowance {
    const known = this.#allowances.get(socket);
    if (known) return known;
    const full: Allowance = {
      messages: CONTROL_BURST_MESSAGES,
      bytes: CONTROL_BURST_BYTES,
      atMs: nowMs,
      badTickets: BAD_TICKETS_MAX,
    };
    this.#allowances.set(socket, full);
    return full;
  }
}
