/** One region's dispatcher: agents' control sockets and the placement of live sessions. Never sees a frame. */
import { DurableObject } from "cloudflare:workers";
import {
  CLOSE,
  JOB_PROTOCOL,
  LIVE_PROTOCOL,
  agentToDispatcher,
  readMessage,
  type AgentToDispatcher,
  type DispatcherToAgent,
} from "@llamasketch/contract";
import {
  beat,
  createPlacementState,
  disconnected,
  gone,
  observed,
  place,
  register,
  release,
  sweep,
  type PlaceResult,
  type PlacementEffect,
  type PlacementState,
} from "@llamasketch/scheduling";
import { log } from "../log.ts";
import { services, type Bindings, type Services } from "../services.ts";
import type { JobBrief } from "../spine/job-store.ts";
import { JobDesk } from "./job-desk.ts";
import { PlacementMemory } from "./placement-memory.ts";

const CONTROL_MESSAGE_MAX_BYTES = 1024 * 1024;

export class Dispatcher extends DurableObject<Bindings> {
  readonly #services: Services;
  readonly #memory: PlacementMemory;
  readonly #state: PlacementState;
  readonly #sockets = new Map<string, WebSocket>();
  readonly #desk: JobDesk;
  #alarmAtMs = Infinity;
  #isStopped: boolean;

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env);
    this.#services = services(env);
    this.#memory = new PlacementMemory(ctx.storage.sql);
    this.#isStopped = this.#memory.isStopped();
    this.#state = createPlacementState(this.#memory.load(), Date.now());
    this.#desk = new JobDesk(this.#services, {
      send: (agentId, message) => this.#tell(agentId, message),
      wakeAt: (atMs) => this.#wakeAt(atMs),
    });
    this.#desk.setStopped(this.#isStopped);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    for (const socket of ctx.getWebSockets()) {
      const note = socket.deserializeAttachment() as Extract<AgentToDispatcher, { type: "register" }> | null;
      if (!note) continue;
      this.#sockets.set(note.agentId, socket);
      // Asleep, not restarted: what this agent holds is what is recorded of it.
      const holding = [...this.#state.placements.values()].filter((row) => row.agentId === note.agentId);
      register(this.#state, { ...note, holding }, Date.now());
      // What it asked for is forgotten: on this it asks again.
      this.#desk.connected(note.agentId);
      this.#tell(note.agentId, { type: "registered", jobs: JOB_PROTOCOL });
    }
  }

  override fetch(): Response {
    const { 0: theirs, 1: ours } = new WebSocketPair();
    this.ctx.acceptWebSocket(ours);
    return new Response(null, { status: 101, webSocket: theirs });
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    const nowMs = Date.now();
    const small = typeof data === "string" && data.length <= CONTROL_MESSAGE_MAX_BYTES;
    const message = small ? readMessage(agentToDispatcher, data) : null;
    if (!message) return socket.close(CLOSE.foreign.code, CLOSE.foreign.reason);
    if (message.type === "register") return this.#register(socket, message, nowMs);
    const note = socket.deserializeAttachment() as { agentId: string } | null;
    if (!note) return socket.close(CLOSE.foreign.code, CLOSE.foreign.reason);
    switch (message.type) {
      case "beat":
        beat(this.#state, note.agentId, message.healthy, message.frameMs, nowMs);
        await this.#perform(sweep(this.#state, nowMs));
        return this.#desk.tick();
      case "gone":
        return this.#perform(gone(this.#state, note.agentId, message.session, message.placement));
      case "renew": {
        const row = this.#state.placements.get(message.session);
        if (row?.agentId === note.agentId && row.placement === message.placement) {
          return this.#perform([{ type: "assign", ...row }]);
        }
        return this.#tell(note.agentId, {
          type: "unassign",
          session: message.session,
          placement: message.placement,
        });
      }
      default:
        return this.#desk.onMessage(note.agentId, message);
    }
  }

  async #register(
    socket: WebSocket,
    message: Extract<AgentToDispatcher, { type: "register" }>,
    nowMs: number,
  ): Promise<void> {
    if (message.protocol !== LIVE_PROTOCOL)
      return socket.close(CLOSE.protocol_version.code, CLOSE.protocol_version.reason);
    const before = this.#sockets.get(message.agentId);
    this.#sockets.set(message.agentId, socket);
    if (before && before !== socket) before.close(CLOSE.replaced.code, CLOSE.replaced.reason);
    // Attachments are small: what the host says of itself stays out.
    socket.serializeAttachment({ ...message, holding: [], report: undefined });
    this.#desk.connected(message.agentId);
    this.#tell(message.agentId, { type: "registered", jobs: JOB_PROTOCOL });
    log("info", "agent_registered", {
      agentId: message.agentId,
      slots: message.slots,
      holding: message.holding.length,
    });
    await this.#perform(register(this.#state, message, nowMs));
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
    const note = socket.deserializeAttachment() as { agentId: string } | null;
    if (!note || this.#sockets.get(note.agentId) !== socket) return;
    this.#sockets.delete(note.agentId);
    disconnected(this.#state, note.agentId, Date.now());
    this.#desk.disconnected(note.agentId);
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
    await this.#perform(sweep(this.#state, nowMs));
    const { result, effects } = place(this.#state, ask, nowMs);
    await this.#perform(effects);
    return result;
  }

  /** A session needs its agent no longer; `frameMs`: what a frame took there, on the session's clock. */
  async release(session: string, agentId: string | null, frameMs: number | null): Promise<void> {
    if (agentId !== null && frameMs !== null) observed(this.#state, agentId, frameMs);
    await this.#perform(release(this.#state, session));
  }

  /** What an operator sees: every host and what is on it. */
  overview(): {
    hosts: { agentId: string; connected: boolean; sessions: number; capacity: number; frameMs: number }[];
    waiting: number;
  } {
    const rows = [...this.#state.placements.values()];
    return {
      hosts: [...this.#state.hosts.values()].map(({ agentId, connected, capacity, frameMs }) => ({
        agentId,
        connected,
        capacity,
        frameMs,
        sessions: rows.filter((row) => row.agentId === agentId).length,
      })),
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
      this.#sockets.get(agentId)?.send(JSON.stringify(message));
    } catch {
      // It ended between its close and our hearing of it; the agent registers again.
      disconnected(this.#state, agentId, Date.now());
    }
  }
}
