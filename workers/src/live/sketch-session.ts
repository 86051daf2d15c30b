/** One sketch's live session: sockets, a timer and an alarm around the pure machine of packages/live. */
import { DurableObject } from "cloudflare:workers";
import {
  CLIENT_MESSAGES_PER_SECOND,
  CLIENT_TICKET_MS,
  CLOSE,
  REFUSALS,
  type CloseWhy,
  type PictureHeader,
  type SessionMessage,
  type Settings,
} from "@llamasketch/contract";
import {
  createSessionState,
  nextDeadlineMs,
  step,
  type SessionEffect,
  type SessionEvent,
  type SessionState,
} from "@llamasketch/live";
import { allowsPrompt } from "../moderation/prompt-rules.ts";
import { services, type Bindings, type Services } from "../services.ts";
import { fromAgent, fromClient } from "./incoming.ts";
import { Keeper } from "./keeper.ts";
import { noteOf, type AgentSeatNote, type ClientSeatNote, type SeatNote } from "./seats.ts";
import { SessionMemory } from "./session-memory.ts";
import { CLAIMS_HEADER, type TicketClaims } from "./tickets.ts";

interface Peer {
  socket: WebSocket;
  note: SeatNote;
  /** Messages left in this second, and when it began. */
  allowance: { left: number; sinceMs: number };
}

const POLICY = { allowsPrompt };

export interface SessionStats {
  generation: number;
  epoch: number;
  clients: number;
  agentId: string | null;
  frames: number;
  pictures: number;
  dropped: number;
  refused: number;
  placements: number;
  unstored: number;
  storageOps: number;
}

export class SketchSession extends DurableObject<Bindings> {
  readonly #services: Services;
  readonly #memory: SessionMemory;
  readonly #state: SessionState;
  readonly #peers = new Map<string, Peer>();
  readonly #bySocket = new WeakMap<WebSocket, Peer>();
  readonly #address: string;
  readonly #keeper: Keeper;
  #timer: { atMs: number; handle: ReturnType<typeof setTimeout> } | null = null;

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env);
    this.#services = services(env);
    this.#address = ctx.id.name ?? "";
    this.#keeper = new Keeper(this.#services, this.#address.split(":")[0] ?? "");
    this.#memory = new SessionMemory(ctx.storage);
    this.#state = createSessionState(this.#memory.begin(), Date.now());
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    const sockets = ctx.getWebSockets();
    if (sockets.length > 0) this.#wake(sockets);
  }

  #wake(sockets: WebSocket[]): void {
    const notes = sockets.map((socket) => this.#admit(socket, noteOf(socket)).note);
    const clients = notes.filter((note): note is ClientSeatNote => note.role === "client");
    const agents = notes.filter((note): note is AgentSeatNote => note.role === "agent");
    const pen = clients.find((note) => note.clientId !== null && note.clientId === this.#state.pen?.clientId);
    this.#dispatch({
      type: "woke",
      clients: clients.map(({ conn, clientId, can }) => ({ conn, clientId, can })),
      settings: pen?.settings ?? null,
      agents: agents.map(({ conn, agentId, placement, attached }) => ({
        conn,
        agentId,
        placement,
        attached,
      })),
    });
  }

  #admit(socket: WebSocket, note: SeatNote): Peer {
    const peer: Peer = { socket, note, allowance: { left: CLIENT_MESSAGES_PER_SECOND, sinceMs: 0 } };
    this.#peers.set(note.conn, peer);
    this.#bySocket.set(socket, peer);
    return peer;
  }

  override fetch(request: Request): Response {
    const claims = JSON.parse(request.headers.get(CLAIMS_HEADER) ?? "null") as TicketClaims;
    const nowMs = Date.now();
    if (claims.use === "client" && this.#memory.isClosedFor(claims.exp * 1000 - CLIENT_TICKET_MS)) {
      return new Response(null, { status: 410 });
    }
    if (claims.use === "client" && !this.#memory.useTicket(claims.jti, claims.exp * 1000, nowMs)) {
      return new Response(null, { status: 409 });
    }
    const { 0: theirs, 1: ours } = new WebSocketPair();
    const conn = crypto.randomUUID();
    const note: SeatNote =
      claims.use === "client"
        ? { role: "client", conn, userId: claims.sub, clientId: null, can: [], settings: null }
        : { role: "agent", conn, agentId: claims.sub, placement: claims.placement, attached: null };
    this.ctx.acceptWebSocket(ours, [note.role]);
    ours.serializeAttachment(note);
    this.#admit(ours, note);
    if (note.role === "client") this.#dispatch({ type: "clientJoined", conn });
    else this.#dispatch({ type: "agentJoined", conn, agentId: note.agentId, placement: note.placement });
    return new Response(null, { status: 101, webSocket: theirs });
  }

  override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void {
    const peer = this.#bySocket.get(socket) ?? this.#admit(socket, noteOf(socket));
    const { role, conn } = peer.note;
    if (role === "client" && !this.#allows(peer)) return this.#hangUp(peer, "flood");
    const incoming = role === "client" ? fromClient(conn, data) : fromAgent(conn, data);
    if ("event" in incoming) this.#dispatch(incoming.event);
    else if ("close" in incoming) this.#hangUp(peer, incoming.close);
    else
      peer.socket.send(
        JSON.stringify({ type: "refused", rule: incoming.refuse, ...REFUSALS[incoming.refuse] }),
      );
  }

  /** Counts a message against this second's allowance. */
  #allows(peer: Peer): boolean {
    const nowMs = Date.now();
    if (nowMs - peer.allowance.sinceMs >= 1000)
      peer.allowance = { left: CLIENT_MESSAGES_PER_SECOND, sinceMs: nowMs };
    peer.allowance.left -= 1;
    return peer.allowance.left >= 0;
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    // Hibernating sockets are not answered by the platform: without this the peer waits for its close to time out.
    socket.close(1000);
    this.#left(socket, code);
  }

  override webSocketError(socket: WebSocket): void {
    this.#left(socket, 1006);
  }

  #left(socket: WebSocket, code: number, cutOff = false): void {
    const peer = this.#bySocket.get(socket);
    if (!peer || !this.#peers.delete(peer.note.conn)) return;
    const { role, conn } = peer.note;
    if (role === "client") this.#dispatch({ type: "clientLeft", conn });
    else this.#dispatch({ type: "agentLeft", conn, clean: code === CLOSE.draining.code, cutOff });
  }

  #hangUp(peer: Peer, why: CloseWhy, cutOff = true): void {
    const { code, reason } = CLOSE[why];
    peer.socket.close(code, reason);
    this.#left(peer.socket, code, cutOff);
  }

  override alarm(): void {
    this.#memory.alarmFired();
    this.#dispatch({ type: "alarm" });
  }

  #dispatch(event: SessionEvent): void {
    for (const effect of step(this.#state, event, Date.now(), POLICY)) this.#perform(effect);
    this.#armTimer();
  }

  #armTimer(): void {
    const atMs = nextDeadlineMs(this.#state);
    if (this.#timer?.atMs === atMs) return;
    if (this.#timer) clearTimeout(this.#timer.handle);
    this.#timer = null;
    if (atMs === null) return;
    const fire = () => {
      this.#timer = null;
      this.#dispatch({ type: "tick" });
    };
    this.#timer = { atMs, handle: setTimeout(fire, Math.max(0, atMs - Date.now())) };
  }

  #perform(effect: SessionEffect): void {
    switch (effect.type) {
      case "toClient":
      case "toAgent":
        return this.#send(effect.conn, JSON.stringify(effect.message));
      case "relay":
        return this.#send(effect.conn, effect.message);
      case "broadcast":
        for (const conn of effect.conns) this.#send(conn, effect.message);
        return;
      case "close": {
        const peer = this.#peers.get(effect.conn);
        this.#peers.delete(effect.conn);
        peer?.socket.close(CLOSE[effect.why].code, CLOSE[effect.why].reason);
        return;
      }
      case "place":
        void this.#place(effect.placement, effect.avoid);
        return;
      case "release":
        void this.#dispatcher().release(this.#address, effect.agentId, effect.frameMs);
        return;
      case "remember":
        return this.#memory.remember(effect.remembered);
      case "holdClient":
        return this.#note(effect.conn, { clientId: effect.clientId, can: effect.can });
      case "holdSettings":
        return this.#note(effect.conn, {
          settings: { settingsVersion: effect.settingsVersion, settings: effect.settings },
        });
      case "holdAgent": {
        const { name, painter, expectMs, can } = effect;
        return this.#note(effect.conn, { attached: { name, painter, expectMs, can } });
      }
      case "keep":
        void this.#keep(effect.header, effect.message, effect.settings);
        return;
      case "saveChunk":
        void this.#saveChunk(effect);
        return;
      case "saveSettings":
        void this.#keeper.settings(effect.settings);
        return;
      case "alarm":
        void this.#memory.alarmAt(effect.atMs);
        return;
    }
  }

  #send(conn: string, data: string | Uint8Array): void {
    const peer = this.#peers.get(conn);
    if (!peer) return;
    try {
      peer.socket.send(data);
    } catch {
      // The socket ended between its close and our hearing of it.
      this.#left(peer.socket, 1006);
    }
  }

  #note(conn: string, more: Partial<ClientSeatNote> | Partial<AgentSeatNote>): void {
    const peer = this.#peers.get(conn);
    if (!peer) return;
    Object.assign(peer.note, more);
    peer.socket.serializeAttachment(peer.note);
  }

  #dispatcher() {
    return this.#services.dispatcher(this.#services.config.region);
  }

  async #place(floor: number, avoid: string | null): Promise<void> {
    const result = await this.#dispatcher()
      .place({ session: this.#address, floor, avoid })
      .then(
        (answer) => {
          if (answer.state === "busy") return { busyPosition: answer.position };
          return answer.state === "assigned" ? { agentId: answer.agentId } : answer.state;
        },
        () => "wait" as const,
      );
    this.#dispatch({ type: "placed", result });
  }

  async #keep(header: PictureHeader, message: Uint8Array, settings: Settings): Promise<void> {
    const pictureId = await this.#keeper.picture(header, message, settings);
    if (pictureId === null) return;
    const { seq, version, quality, variation } = header;
    const said: SessionMessage = { type: "kept", seq, version, pictureId, quality, variation };
    for (const { note } of this.#peers.values()) {
      if (note.role === "client" && (variation === undefined || note.can.includes("variations")))
        this.#send(note.conn, JSON.stringify(said));
    }
  }

  async #saveChunk({ conn, header, bytes }: Extract<SessionEffect, { type: "saveChunk" }>): Promise<void> {
    const index = await this.#keeper.chunk(header, bytes);
    if (index === null) {
      this.#send(conn, JSON.stringify({ type: "refused", rule: "R11", ...REFUSALS.R11 }));
      return;
    }
    this.#dispatch({ type: "chunkStored", conn, chunkId: header.chunkId, index });
    this.#memory.rememberChunks(this.#state.chunks);
  }

  /** The sketch was deleted, and may be restored: everyone leaves, what is remembered stays. Safe to call again. */
  async leave(deletedAtMs: number): Promise<void> {
    this.#memory.close(deletedAtMs);
    for (const peer of this.#peers.values()) this.#hangUp(peer, "deleted", false);
    await this.#dispatcher().release(this.#address, null, null);
  }

  /** The sketch is gone: nothing is remembered. Safe to call again. */
  async end(): Promise<void> {
    await this.leave(Date.now());
    await this.ctx.storage.deleteAll();
  }

  /** The sketch is a copy, whole now: its log holds so many chunks, and its epochs go on from the other's. */
  adopt(epoch: number, chunks: number): void {
    this.#dispatch({ type: "adopted", epoch, chunks });
    this.#memory.rememberChunks(this.#state.chunks);
  }

  /** Figures for the sketch's owner and for measurements. */
  stats(): SessionStats {
    const { counts, generation, epoch, agent } = this.#state;
    return {
      generation,
      epoch,
      clients: this.#state.clients.size,
      agentId: agent?.agentId ?? null,
      frames: counts.frames,
      pictures: counts.pictures,
      dropped: Object.values(counts.dropped).reduce((sum, count) => sum + count, 0),
      refused: counts.refused,
      placements: counts.placements,
      unstored: this.#keeper.unstored,
      storageOps: this.#memory.operations,
    };
  }
}
