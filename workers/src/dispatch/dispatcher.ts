/** One region's dispatcher: agents' control sockets and the placement of live sessions. Never sees a frame. */
import { DurableObject } from "cloudflare:workers";
import {
  CONTROL_MESSAGE_MAX_BYTES,
  JOB_PROTOCOL,
  LIVE_PROTOCOL,
  agentToDispatcher,
  readMessage,
  type AgentToDispatcher,
  type DispatcherOverview,
  type DispatcherToAgent,
} from "@llamasketch/contract";
import {
  beat,
  createPlacementState,
  disconnected,
  frameMsOf,
  gone,
  isAlive,
  jobsAllowed,
  missed,
  missesNow,
  observed,
  place,
  register,
  release,
  renew,
  sweep,
  type PlaceResult,
  type PlacementEffect,
  type PlacementState,
} from "@llamasketch/scheduling";
import { HOST_HEADER } from "../hosts/credentials.ts";
import type { HostClaims } from "../http/caller.ts";
import { log } from "../log.ts";
import type { Bindings, Ports } from "../ports.ts";
import { services } from "../services.ts";
import type { JobBrief } from "../jobs/job-rows.ts";
import { ControlSockets, type ControlNote } from "./control-sockets.ts";
import { HostStandings } from "./host-standings.ts";
import { JobDesk } from "./job-desk.ts";
import { PlacementMemory } from "./placement-memory.ts";

/** Beats of many hosts bring one look at everybody. */
const SWEEP_EVERY_MS = 500;

type Held = { session: string; placement: number; ticket?: string | undefined };

export class Dispatcher extends DurableObject<Bindings> {
  readonly #services: Ports;
  readonly #memory: PlacementMemory;
  readonly #state: PlacementState;
  readonly #sockets = new ControlSockets();
  readonly #standings: HostStandings;
  readonly #desk: JobDesk;
  #alarmAtMs = Infinity;
  #sweptAtMs = -Infinity;
  #isStopped: boolean;

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env);
    this.#services = services(env);
    this.#memory = new PlacementMemory(ctx.storage.sql);
    this.#standings = new HostStandings(ctx.storage.sql);
    this.#isStopped = this.#memory.isStopped();
    this.#state = createPlacementState(this.#memory.load(), Date.now());
    this.#desk = new JobDesk(this.#services, {
      send: (agentId, message) => this.#tell(agentId, message),
      wakeAt: (atMs) => this.#wakeAt(atMs),
      standingOf: (agentId) => this.#standings.of(agentId),
      save: (standing) => this.#standings.save(standing),
      missed: (agentId, by) => this.#missed(agentId, by),
      isDrawnOn: (agentId) => this.#isDrawnOn(agentId),
    });
    this.#desk.setStopped(this.#isStopped);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    for (const socket of ctx.getWebSockets()) {
      const { agentId, registered, heardAtMs } = this.#sockets.note(socket);
      if (!registered) continue;
      this.#sockets.speaks(agentId, socket);
      // Asleep, not restarted: what this agent holds is what is recorded of it.
      const holding = [...this.#state.placements.values()].filter((row) => row.agentId === agentId);
      const standing = this.#standings.of(agentId);
      register(this.#state, { ...registered, agentId, holding, standing }, heardAtMs);
      // What it asked for is forgotten: on this it asks again.
      this.#desk.connected(agentId);
      this.#tell(agentId, { type: "registered", jobs: JOB_PROTOCOL });
    }
  }

  override fetch(request: Request): Response {
    const claims = JSON.parse(request.headers.get(HOST_HEADER) ?? "null") as HostClaims;
    if (this.#standings.isRevoked(claims.id)) return new Response(null, { status: 401 });
    const { 0: theirs, 1: ours } = new WebSocketPair();
    const others = this.ctx.getWebSockets(claims.id);
    this.ctx.acceptWebSocket(ours, [claims.id]);
    this.#sockets.admit(ours, claims, others);
    return new Response(null, { status: 101, webSocket: theirs });
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    if (this.#sockets.isOver(socket)) return;
    const nowMs = Date.now();
    const note = this.#sockets.note(socket);
    const bytes = typeof data === "string" ? data.length : data.byteLength;
    if (!this.#sockets.hears(socket, bytes, nowMs)) return this.#turnOut(socket, note, "flood");
    if (note.expiresAtMs !== null && nowMs >= note.expiresAtMs) return this.#sockets.close(socket, "revoked");
    const isShort = typeof data === "string" && bytes <= CONTROL_MESSAGE_MAX_BYTES;
    const message = isShort ? readMessage(agentToDispatcher, data) : null;
    if (!message) return this.#turnOut(socket, note, "foreign");
    if (!this.#sockets.affords(socket, message.type, nowMs)) return this.#turnOut(socket, note, "flood");
    if (message.type === "register") return this.#register(socket, note, message, nowMs);
    if (!note.registered) return this.#turnOut(socket, note, "foreign");
    const { agentId } = note;
    switch (message.type) {
      case "beat":
        beat(this.#state, agentId, message.healthy, message.frameMs, nowMs);
        socket.serializeAttachment({ ...note, heardAtMs: nowMs } satisfies ControlNote);
        return this.#lookAround(nowMs);
      case "gone":
        return this.#perform(gone(this.#state, agentId, message.session, message.placement));
      case "renew": {
        const proven = await this.#isProven(socket, agentId, message, nowMs);
        return this.#perform(renew(this.#state, agentId, { ...message, proven }));
      }
      default:
        return this.#desk.onMessage(agentId, message);
    }
  }

  /** It babbles: its socket ends, and that counts against it. */
  #turnOut(socket: WebSocket, { agentId }: ControlNote, why: "flood" | "foreign"): void {
    log("warn", "host_turned_out", { agentId, why });
    this.#missed(agentId, `${why}:${Date.now()}`);
    this.#sockets.close(socket, why);
    // What is still on its way from there is not heard.
    this.#gone(socket);
  }

  async #register(
    socket: WebSocket,
    note: ControlNote,
    message: Extract<AgentToDispatcher, { type: "register" }>,
    nowMs: number,
  ): Promise<void> {
    if (message.protocol !== LIVE_PROTOCOL) return this.#sockets.close(socket, "protocol_version");
    const { agentId, expiresAtMs } = note;
    const before = this.#sockets.of(agentId);
    if (before && before !== socket) {
      const known = this.#sockets.note(before);
      const isSame = message.instance !== undefined && message.instance === known.registered?.instance;
      if (!isSame && isAlive(this.#state, agentId, nowMs)) {
        log("warn", "host_in_use", { agentId });
        return this.#sockets.close(socket, "in_use");
      }
      before.serializeAttachment({ ...known, registered: null } satisfies ControlNote);
      this.#sockets.close(before, "replaced");
    }
    const { instance, name, slots, capacity, frameMs } = message;
    const registered = { instance, name, slots, capacity, frameMs };
    socket.serializeAttachment({ agentId, expiresAtMs, registered, heardAtMs: nowMs } satisfies ControlNote);
    this.#sockets.speaks(agentId, socket);
    this.#desk.connected(agentId);
    this.#tell(agentId, { type: "registered", jobs: JOB_PROTOCOL });
    log("info", "agent_registered", { agentId, slots, holding: message.holding.length });
    const holding: (Held & { proven: boolean })[] = [];
    for (const held of message.holding)
      holding.push({ ...held, proven: await this.#isProven(socket, agentId, held, nowMs) });
    if (this.#sockets.of(agentId) !== socket) return;
    const standing = this.#standings.of(agentId);
    await this.#perform(register(this.#state, { ...registered, agentId, holding, standing }, nowMs));
  }

  /** Whether the host has a ticket for this very placement, signed here and good still. What is recorded needs none. */
  async #isProven(
    socket: WebSocket,
    agentId: string,
    { session, placement, ticket }: Held,
    nowMs: number,
  ): Promise<boolean> {
    const recorded = this.#state.placements.get(session);
    const isKnown = recorded?.agentId === agentId && recorded.placement === placement;
    if (ticket === undefined || isKnown || !this.#sockets.mayProve(socket, nowMs)) return false;
    const claims = await this.#services.tickets.verify(ticket);
    const isGood =
      claims?.use === "agent" &&
      claims.sub === agentId &&
      claims.session === session &&
      claims.placement === placement;
    if (!isGood) this.#sockets.provedNothing(socket, nowMs);
    return isGood;
  }

  /** Who was silent too long is found, and what is due. */
  async #lookAround(nowMs: number): Promise<void> {
    if (nowMs < this.#sweptAtMs + SWEEP_EVERY_MS) return;
    this.#sweptAtMs = nowMs;
    await this.#sweep(nowMs);
    await this.#desk.tick();
  }

  async #sweep(nowMs: number): Promise<void> {
    const before = [...this.#state.hosts.values()].filter(({ connected }) => connected);
    await this.#perform(sweep(this.#state, nowMs));
    for (const { agentId, connected } of before) if (!connected) this.#desk.disconnected(agentId);
  }

  #isDrawnOn(agentId: string): boolean {
    for (const row of this.#state.placements.values()) if (row.agentId === agentId) return true;
    return false;
  }

  #missed(agentId: string, by: string): void {
    const standing = this.#standings.of(agentId);
    if (!missed(standing, by, Date.now())) return;
    this.#standings.save(standing);
    const { misses, rests, restsUntilMs } = standing;
    log("info", "host_missed", { agentId, misses, rests, rests_until_ms: restsUntilMs });
  }

  /** One alarm for whoever wants it first; others are armed when it rings. */
  #wakeAt(atMs: number): void {
    if (this.#alarmAtMs <= atMs) return;
    this.#alarmAtMs = atMs;
    void this.ctx.storage.setAlarm(atMs);
  }

  override async alarm(): Promise<void> {
    this.#alarmAtMs = Infinity;
    await this.#desk.ready();
    await this.#desk.tick();
  }

  override webSocketClose(socket: WebSocket): void {
    socket.close(1000);
    this.#gone(socket);
  }

  #gone(socket: WebSocket): void {
    const { agentId } = this.#sockets.note(socket);
    if (!this.#sockets.silence(agentId, socket)) return;
    disconnected(this.#state, agentId, Date.now());
    this.#desk.disconnected(agentId);
  }

  override webSocketError(socket: WebSocket): void {
    this.#gone(socket);
  }

  /** While all work is stopped no session is placed, and none stays placed. Safe to call again. */
  async setStopped(stopped: boolean): Promise<void> {
    this.#isStopped = stopped;
    this.#memory.setStopped(stopped);
    this.#desk.setStopped(stopped);
    if (!stopped) return;
    for (const row of Array.from(this.#state.placements.values()))
      await this.#perform([...release(this.#state, row.session), { type: "unassign", ...row }]);
  }

  /** A session asks for an agent; asking again is harmless. */
  async place(ask: { session: string; floor: number; avoid: string | null }): Promise<PlaceResult> {
    if (this.#isStopped) return { state: "wait" };
    const nowMs = Date.now();
    await this.#sweep(nowMs);
    const { result, effects } = place(this.#state, ask, nowMs);
    await this.#perform(effects);
    return result;
  }

  /** A session needs its agent no longer; `frameMs`: what a frame took there, on the session's clock. */
  async release(session: string, agentId: string | null, frameMs: number | null): Promise<void> {
    if (agentId !== null && frameMs !== null) this.hostTimed(agentId, frameMs);
    await this.#perform(release(this.#state, session));
  }

  /** What a frame took on this host, on a session's clock. */
  hostTimed(agentId: string, frameMs: number): void {
    if (this.#standings.isRevoked(agentId)) return;
    const standing = this.#standings.of(agentId);
    observed(this.#state, standing, Math.max(1, frameMs));
    this.#standings.save(standing);
  }

  /** A session gave this host up: it was late, lied or never came. */
  hostMissed(agentId: string, session: string): void {
    if (!this.#standings.isRevoked(agentId)) this.#missed(agentId, session);
  }

  /** Its credential opens nothing any more: its sockets end, and what it had is done elsewhere. Safe to call again. */
  async revokeHost(agentId: string): Promise<void> {
    this.#standings.revoke(agentId);
    for (const socket of this.ctx.getWebSockets(agentId)) {
      this.#sockets.close(socket, "revoked");
      this.#gone(socket);
    }
    const rows = [...this.#state.placements.values()].filter((row) => row.agentId === agentId);
    for (const { session } of rows) {
      await this.#services.session(session).dismissHost(agentId);
      await this.#perform(release(this.#state, session));
    }
    this.#state.hosts.delete(agentId);
    await this.#desk.revoked(agentId);
  }

  /** What an operator sees: every host and what is on it. */
  overview(): DispatcherOverview {
    const nowMs = Date.now();
    const rows = [...this.#state.placements.values()];
    return {
      hosts: [...this.#state.hosts.values()].map((host) => {
        const { agentId, connected, capacity, standing } = host;
        const isOver = standing.restsUntilMs <= nowMs;
        return {
          agentId,
          connected,
          capacity,
          frameMs: frameMsOf(host),
          timed: standing.frameMs !== null,
          jobsAtOnce: jobsAllowed(standing, true, nowMs),
          misses: Math.round(missesNow(standing, nowMs) * 10) / 10,
          restsUntil: isOver ? null : new Date(standing.restsUntilMs).toISOString(),
          sessions: rows.filter((row) => row.agentId === agentId).length,
        };
      }),
      waiting: this.#state.waiting.size,
    };
  }

  /** A job that waits; those that are known are passed over. */
  enqueueJob(job: JobBrief): Promise<void> {
    return this.#desk.enqueue(job);
  }

  /** Its owner wants it no more. */
  dropJob(jobId: string): void {
    this.#desk.drop(jobId);
  }

  /** What becomes of a job, as server-sent events; null when enough listen. */
  watchJob(jobId: string): ReadableStream<Uint8Array> | null {
    return this.#desk.watch(jobId);
  }

  /** Of each, in the order they are asked for. */
  async jobStandings(jobIds: readonly string[]): Promise<ReturnType<JobDesk["standing"]>[]> {
    await this.#desk.ready();
    return jobIds.map((jobId) => this.#desk.standing(jobId));
  }

  /** What hosts that are here can run. */
  jobWorkflows(): string[] {
    return this.#desk.workflows();
  }

  jobCounts(): ReturnType<JobDesk["counts"]> {
    return this.#desk.counts();
  }

  sweepJobs(): Promise<void> {
    return this.#desk.sweep();
  }

  /** Ends this object at once, as a crash or a deploy would; agents and sessions must not mind. */
  restart(): void {
    this.ctx.abort("restarted by the operator");
  }

  async #perform(effects: PlacementEffect[]): Promise<void> {
    for (const effect of effects) {
      if (effect.type === "remember") this.#memory.put(effect);
      else if (effect.type === "forget") this.#memory.delete(effect.session);
      else if (effect.type === "unassign") {
        this.#tell(effect.agentId, {
          type: "unassign",
          session: effect.session,
          placement: effect.placement,
        });
      } else {
        const { agentId, session, placement } = effect;
        const ticket = await this.#services.tickets.forAgent(agentId, session, placement, Date.now());
        this.#tell(agentId, {
          type: "assign",
          session,
          placement,
          ticket,
          path: `/api/agents/sessions/${session}`,
        });
      }
    }
  }

  #tell(agentId: string, message: DispatcherToAgent): void {
    try {
      this.#sockets.of(agentId)?.send(JSON.stringify(message));
    } catch {
      // It ended between its close and our hearing of it; the agent registers again.
      disconnected(this.#state, agentId, Date.now());
    }
  }
}
