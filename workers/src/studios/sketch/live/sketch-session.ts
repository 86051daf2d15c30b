/** One sketch's live session: sockets, a timer and an alarm around the pure machines of packages/live and packages/metering. */
import { DurableObject } from "cloudflare:workers";
import {
  CLOSE,
  LIVE_HOLD_MS,
  REFUSALS,
  type CloseWhy,
  type LiveStats,
  type SessionMessage,
} from "@llamasketch/contract";
import {
  createSessionState,
  nextDeadlineMs,
  step,
  type SessionEffect,
  type SessionEvent,
  type SessionState,
} from "@llamasketch/live";
import { allowsPrompt } from "../../../moderation/prompt-rules.ts";
import type { Bindings, Ports } from "../../../ports.ts";
import { services } from "../../../services.ts";
import { refusedWith } from "./admit.ts";
import { Deadline } from "./deadline.ts";
import { fromAgent, fromClient } from "./incoming.ts";
import { Keeper } from "./keeper.ts";
import type { LivePayer } from "./payer.ts";
import { Peers, type Peer } from "./peers.ts";
import type { ShownPicture } from "./picture-keeper.ts";
import { askForAgent, giveAgentBack, tellMissed, tellTimed } from "./placement.ts";
import { noteFor, noteOf, settingsSaid, wokeEvent, type ClientSeatNote } from "./seats.ts";
import { SessionLedger } from "./session-ledger.ts";
import { SessionMemory } from "./session-memory.ts";
import { SessionMeter } from "./session-meter.ts";
import { StoredRoom } from "./stored-room.ts";
import { statsOf } from "./session-stats.ts";
import { CLAIMS_HEADER, type TicketClaims } from "./tickets.ts";
import { WhoDraws } from "./who-draws.ts";

const POLICY = { allowsPrompt };
/** A hold that should have ended is looked at again after this. */
const SETTLE_AGAIN_MS = 5000;

export class SketchSession extends DurableObject<Bindings> {
  readonly #services: Ports;
  readonly #memory: SessionMemory;
  readonly #state: SessionState;
  readonly #peers = new Peers();
  readonly #address: string;
  readonly #keeper: Keeper;
  readonly #room: StoredRoom;
  readonly #meter: SessionMeter;
  readonly #who: WhoDraws;
  readonly #ticking = new Deadline(() => this.#dispatch({ type: "tick" }));
  #shown: ShownPicture | null = null;
  #isLogKnown = false;
  /** Whoever draws may store no more. */
  #isFull = false;

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env);
    this.#services = services(env);
    this.#address = ctx.id.name ?? "";
    const sketchId = this.#address.split(":")[0] ?? "";
    this.#memory = new SessionMemory(ctx.storage);
    const remembered = this.#memory.begin();
    this.#state = createSessionState(remembered, Date.now());
    this.#room = new StoredRoom(
      this.#services,
      () => this.#who.drawing(),
      () => this.#keeper.down.heldBytes,
    );
    this.#keeper = new Keeper(this.#services, sketchId, this.#room, {
      isAlone: () => this.#peers.clients().length <= 1,
      holds: () => void this.#memory.alarmAt(Date.now() + LIVE_HOLD_MS),
      wrote: (settings) => {
        this.#meter.writeLimit();
        if (settings) this.#peers.wroteSettings(settings);
      },
    });
    const session = { sessionId: this.#address, sketchId, writer: String(remembered.generation) };
    this.#who = new WhoDraws(this.#services, this.#address, this.#state, this.#peers);
    const payerOf = (nowMs: number): Promise<LivePayer | null> => this.#payer(nowMs);
    const ledger = new SessionLedger(this.#services, this.#memory, session, payerOf, this.#keeper);
    this.#meter = new SessionMeter(ledger, this.#memory, {
      pause: (reason) => this.#dispatch({ type: "paused", reason: this.#isFull ? "storage_full" : reason }),
      resume: () => this.#dispatch({ type: "resumed" }),
      keep: (shown) => void this.#store(shown),
      tell: (message) => this.#tell(message, this.#peers.clients("credits")),
      said: () => this.#keeper.down.said(),
    });
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    const notes = ctx.getWebSockets().map((socket) => this.#peers.admit(socket, noteOf(socket)).note);
    if (notes.length === 0) return;
    const said = settingsSaid(notes, remembered.penClientId ?? undefined);
    // To a life that ended before it wrote them.
    if (said && !said.isWritten) this.#keeper.settings(said.settings);
    this.#dispatch(wokeEvent(notes, remembered.penClientId ?? undefined));
  }

  override async fetch(request: Request): Promise<Response> {
    const claims = JSON.parse(request.headers.get(CLAIMS_HEADER) ?? "null") as TicketClaims;
    const nowMs = Date.now();
    if (claims.use === "client") {
      if (!(await this.#knowsLog())) return new Response(null, { status: 503 });
      const refused = refusedWith(this.#memory, claims, this.ctx.getWebSockets("client").length, nowMs);
      if (refused !== null) return new Response(null, { status: refused });
    }
    const { 0: theirs, 1: ours } = new WebSocketPair();
    const conn = crypto.randomUUID();
    const note = noteFor(claims, conn);
    this.ctx.acceptWebSocket(ours, [note.role]);
    ours.serializeAttachment(note);
    this.#peers.admit(ours, note);
    if (note.role === "client") this.#dispatch({ type: "clientJoined", conn });
    else this.#dispatch({ type: "agentJoined", conn, agentId: note.agentId, placement: note.placement });
    return new Response(null, { status: 101, webSocket: theirs });
  }

  /** A client is told the length of the log when it comes. */
  async #knowsLog(): Promise<boolean> {
    try {
      if (!this.#isLogKnown) this.#dispatch({ type: "logRead", chunks: await this.#keeper.open() });
      return (this.#isLogKnown = true);
    } catch {
      return false;
    }
  }

  override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void {
    const peer = this.#peers.of(socket);
    const { role, conn } = peer.note;
    if (role === "client" && !this.#peers.allows(peer)) return this.#hangUp(peer, "flood");
    const incoming = role === "client" ? fromClient(conn, data) : fromAgent(conn, data);
    if ("close" in incoming) return this.#hangUp(peer, incoming.close);
    if ("refuse" in incoming) {
      const { refuse: rule, fields } = incoming;
      return this.#toClient(conn, { type: "refused", rule, ...REFUSALS[rule], fields });
    }
    // Before it goes on: perhaps nobody can pay for it.
    const ink = this.#who.ink(incoming.event);
    // Whoever draws now may have what the one before had not, though the pen was still theirs when this one came.
    if (ink === "another" && this.#state.paused) this.#meter.topUp();
    if (ink !== "none") this.#meter.drawn();
    this.#dispatch(incoming.event);
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    // Hibernating sockets are not answered by the platform: without this the peer waits for its close to time out.
    socket.close(1000);
    this.#left(this.#peers.of(socket), code);
  }

  override webSocketError(socket: WebSocket): void {
    this.#left(this.#peers.of(socket), 1006);
  }

  #left(peer: Peer, code: number, cutOff = false): void {
    if (!this.#peers.remove(peer)) return;
    const { role, conn } = peer.note;
    if (role === "client") {
      this.#dispatch({ type: "clientLeft", conn });
      void this.#rest();
    } else this.#dispatch({ type: "agentLeft", conn, clean: code === CLOSE.draining.code, cutOff });
  }

  #hangUp(peer: Peer, why: CloseWhy, cutOff = true): void {
    const { code, reason } = CLOSE[why];
    peer.socket.close(code, reason);
    this.#left(peer, code, cutOff);
  }

  /** For the placement, which may have been idle; and for a hold that this or an earlier life has not ended. */
  override async alarm(): Promise<void> {
    this.#memory.alarmFired();
    this.#dispatch({ type: "alarm" });
    await this.settle();
  }

  #dispatch(event: SessionEvent): void {
    for (const effect of step(this.#state, event, Date.now(), POLICY)) this.#perform(effect);
    this.#ticking.at(nextDeadlineMs(this.#state));
  }

  #perform(effect: SessionEffect): void {
    switch (effect.type) {
      case "toClient":
        return this.#toClient(effect.conn, effect.message);
      case "toAgent":
        return this.#send(effect.conn, JSON.stringify(effect.message));
      case "relay":
        return this.#send(effect.conn, effect.message);
      case "broadcast": {
        const { conns, header, message, settings } = effect;
        for (const conn of conns) this.#send(conn, message);
        this.#shown = conns.length > 0 ? this.#meter.shown({ header, message, settings }) : null;
        return;
      }
      case "keep": {
        const { header, message, settings } = effect;
        const isShown = this.#shown?.message === message;
        const shown = (isShown && this.#shown) || { header, message, settings, windowMs: null };
        this.#meter.keeping(shown);
        void this.#store(shown);
        return;
      }
      case "close": {
        const peer = this.#peers.find(effect.conn);
        if (peer) this.#peers.remove(peer);
        peer?.socket.close(CLOSE[effect.why].code, CLOSE[effect.why].reason);
        return;
      }
      case "place":
        void askForAgent(this.#services, this.#address, effect.placement, effect.avoid).then((result) =>
          this.#dispatch({ type: "placed", result }),
        );
        return;
      case "release":
        void giveAgentBack(this.#services, this.#address, effect.agentId, effect.frameMs);
        return;
      case "timed":
        return tellTimed(this.#services, effect.agentId, effect.frameMs);
      case "missed":
        return tellMissed(this.#services, this.#address, effect.agentId);
      case "remember":
        return this.#memory.remember(effect.remembered);
      case "holdClient":
        this.#peers.note(effect.conn, { clientId: effect.clientId, can: effect.can });
        return this.#greeted(effect.conn);
      case "holdSettings": {
        const { settingsVersion, settings } = effect;
        return this.#peers.note(effect.conn, { settings: { settingsVersion, settings } });
      }
      case "holdAgent": {
        const { name, painter, expectMs, can } = effect;
        return this.#peers.note(effect.conn, { attached: { name, painter, expectMs, can } });
      }
      case "saveChunk":
        void this.#saveChunk(effect);
        return;
      case "saveSettings":
        return this.#keeper.settings(effect.settings);
      case "stopAt":
        return this.#meter.stopAt(effect.credits);
      case "topUp":
        return this.#meter.topUp();
      case "alarm":
        void this.#memory.alarmAt(effect.atMs);
        return;
    }
  }

  #toClient(conn: string, message: SessionMessage): void {
    const peer = this.#peers.find(conn);
    if (message.type !== "refused" || (peer && this.#peers.mayRefuse(peer)))
      this.#send(conn, JSON.stringify(message));
  }

  #send(conn: string, data: string | Uint8Array): void {
    const peer = this.#peers.find(conn);
    if (!peer) return;
    try {
      peer.socket.send(data);
    } catch {
      // The socket ended between its close and our hearing of it.
      this.#left(peer, 1006);
    }
  }

  #tell(message: SessionMessage, notes: readonly ClientSeatNote[]): void {
    for (const { conn } of notes) this.#send(conn, JSON.stringify(message));
  }

  /** A client that has just greeted hears how the meter stands; its ticket may have brought new credits. */
  #greeted(conn: string): void {
    const note = this.#peers.find(conn)?.note;
    if (note?.role === "client" && note.can.includes("credits")) this.#tell(this.#meter.message, [note]);
    if (this.#state.paused) this.#meter.topUp();
    // Nothing to tell it by: the first ink asks again.
    this.#meter.look().catch(() => undefined);
    if (this.#peers.clients().length > 1) void this.#keeper.flush();
  }

  /** Nobody pays for what cannot be kept. */
  async #payer(nowMs: number): Promise<LivePayer | null> {
    this.#isFull = this.#who.drawing() !== null && (await this.#room.isFull());
    // There is room again, and the ledger has not said no meanwhile.
    if (!this.#isFull && this.#state.paused?.reason === "storage_full" && !this.#meter.isPaused)
      this.#dispatch({ type: "resumed" });
    return this.#isFull ? null : this.#who.payer(nowMs);
  }
  async #store(shown: ShownPicture): Promise<void> {
    const pictureId = await this.#keeper.picture(shown);
    this.#meter.kept(shown, pictureId);
    if (pictureId === null) {
      // What cannot be kept is not painted: it would cost nothing.
      if (this.#room.isShort) this.#dispatch({ type: "paused", reason: "storage_full" });
      return;
    }
    if (!(await this.#keeper.down.announced())) return;
    const { seq, version, quality, variation } = shown.header;
    const ability = variation === undefined ? undefined : "variations";
    this.#tell({ type: "kept", seq, version, pictureId, quality, variation }, this.#peers.clients(ability));
  }

  async #saveChunk({ conn, header, bytes }: Extract<SessionEffect, { type: "saveChunk" }>): Promise<void> {
    const index = await this.#keeper.chunk(header, bytes);
    const done = { conn, bytes: bytes.length };
    if (index === null || index === "full")
      this.#dispatch({ type: "chunkNotStored", ...done, rule: index === null ? "R11" : "R13" });
    else this.#dispatch({ type: "chunkStored", ...done, chunkId: header.chunkId, index });
  }

  /** Somebody left, perhaps for good: what is held is written, and with nobody there readers need not ask any more. */
  async #rest(): Promise<void> {
    await this.#keeper.flush();
    // A batch that fails is tried again by itself.
    await this.#keeper.down.flush(this.#peers.clients().length === 0).catch(() => undefined);
  }

  /** Whoever reads this sketch now finds all that its clients were told was kept or saved. Safe to call at any time. */
  async writeDown(): Promise<void> {
    await this.#keeper.writeDown();
  }

  /** Ends what an earlier life of this session held. Safe to call at any time. */
  async settle(): Promise<void> {
    await this.#keeper.writeDown();
    await this.#meter.look();
    const holdEndsAtMs = this.#meter.holdEndsAtMs;
    if (holdEndsAtMs !== null)
      await this.#memory.alarmAt(Math.max(holdEndsAtMs, Date.now() + SETTLE_AGAIN_MS));
  }

  /** The sketch was deleted, and may be restored: everyone leaves, what is remembered stays. Safe to call again. */
  async leave(deletedAtMs: number): Promise<void> {
    this.#memory.close(deletedAtMs);
    for (const peer of this.#peers.all()) this.#hangUp(peer, "deleted", false);
    await giveAgentBack(this.#services, this.#address, null, null);
    await this.#keeper.flush();
    await this.#meter.close();
    await this.#keeper.down.flush(true);
  }

  /** This user or device may not stay as it is: its sockets end, and tickets it has open nothing. Safe to call again. */
  turnAway(who: string): void {
    this.#memory.turnAway(who, Date.now());
    for (const peer of this.#peers.all()) {
      if (peer.note.role === "client" && (peer.note.userId === who || peer.note.deviceId === who))
        this.#hangUp(peer, "turned_away");
    }
  }

  /** This host's credential was revoked: it draws here no more. Safe to call again. */
  dismissHost(agentId: string): void {
    this.#dispatch({ type: "dismissed", agentId });
  }

  /** The sketch is gone: nothing is remembered. Safe to call again. */
  async end(): Promise<void> {
    await this.leave(Date.now());
    await this.ctx.storage.deleteAll();
  }

  /** The sketch is a copy, whole now: its log holds so many chunks, and its epochs go on from the other's. */
  adopt(epoch: number, chunks: number): void {
    this.#dispatch({ type: "adopted", epoch, chunks });
  }

  /** Figures for the sketch's owner and for measurements. */
  stats(): LiveStats {
    return statsOf(this.#state, this.#memory, this.#keeper, this.#services.written);
  }
}
