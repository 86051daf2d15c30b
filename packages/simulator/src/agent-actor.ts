/** A GPU host of the simulation: the real schedule, a producer that takes time, sockets that can die. */
import {
  announcedTurns,
  createAgentState,
  workOfFrame,
  workOfReady,
  type AgentEvent,
  type AgentFrame,
  type AgentState,
} from "@llamasketch/agent-core";
import {
  CLOSE,
  FRAME_HEADER_BYTES,
  LIVE_PROTOCOL,
  encodeMessage,
  readHeader,
  sessionToAgent,
  variationSeed,
  type Ability,
  type AgentToSession,
  type FrameHeader,
  type Settings,
} from "@llamasketch/contract";
import { fakePng, seenIn } from "./canvas.ts";
import type { SimClock } from "./clock.ts";
import { QueuedWork } from "./queued-work.ts";
import type { Data, Wire } from "./wire.ts";

const STEPS = 4;

const { expectMs, nextDeadlineMs, step } = announcedTurns;

interface Held {
  link: AgentLink;
  header: FrameHeader;
  image: Uint8Array;
  settings: Settings;
}

export interface AgentLink {
  session: string;
  placement: number;
  wire: Wire | null;
  settings: { settingsVersion: number; settings: Settings } | null;
  /** What its session can. */
  can: readonly Ability[];
}

export interface AgentWorld {
  clock: SimClock;
  random(): number;
  dial(agent: AgentActor, link: AgentLink): Wire | null;
  /** The placement ended at this agent's side. */
  gone(agentId: string, session: string, placement: number): void;
}

export class AgentActor {
  readonly agentId: string;
  readonly produceMs: number;
  readonly slots: number;
  readonly #world: AgentWorld;
  #state: AgentState<Held>;
  readonly links = new Map<string, AgentLink>();
  alive = true;
  /** Producer hangs: nothing is ever finished. */
  hung = false;
  /** What it says it can; nothing, as the first agents. */
  can: Ability[] | undefined;
  /** Slots that are to end at their next step. */
  readonly #stopping = new Set<number>();
  /** Slots whose work is in its last step. */
  readonly #ending = new Set<number>();
  #queuedStepMs: number | null = null;
  #queued: QueuedWork | null = null;
  /** Steps of queued work that earlier lives did. */
  #queuedBefore = 0;
  #life = 0;
  #cancelTimer: (() => void) | null = null;
  busyMs = 0;

  constructor(agentId: string, produceMs: number, slots: number, world: AgentWorld) {
    this.agentId = agentId;
    this.produceMs = produceMs;
    this.slots = slots;
    this.#world = world;
    this.#state = createAgentState<Held>(slots, produceMs);
  }

  /** From now on there is queued work without end, in steps of this length. */
  workOff(stepMs: number): void {
    this.#queuedStepMs = stepMs;
    const life = this.#life;
    const queued = new QueuedWork({
      stepMs,
      say: (event) => this.#dispatch(event),
      after: (ms, fire) =>
        this.#world.clock.timer(ms, () => {
          if (life === this.#life && !this.hung) fire();
        }),
    });
    this.#queued = queued;
    for (let slot = 0; slot < this.slots; slot++) queued.want(slot);
  }

  get queuedSteps(): number {
    return this.#queuedBefore + (this.#queued?.steps ?? 0);
  }

  assign(session: string, placement: number): void {
    if (!this.alive) return;
    const known = this.links.get(session);
    if (known?.placement === placement) {
      if (!known.wire) this.#dial(known);
      return;
    }
    if (known) this.unassign(session, known.placement);
    const link: AgentLink = { session, placement, wire: null, settings: null, can: [] };
    this.links.set(session, link);
    this.#dial(link);
  }

  unassign(session: string, placement: number): void {
    const link = this.links.get(session);
    if (!link || link.placement > placement) return;
    this.links.delete(session);
    link.wire?.close(0, CLOSE.released.code);
    this.#dispatch({ type: "left", key: session });
  }

  /** What the schedule believes, for whoever reads a failure. */
  summary(): unknown {
    const seats = [...this.#state.seats.values()].map(({ key, ready, waiting, turn, inService }) => ({
      key,
      ready,
      waiting: waiting?.seq ?? null,
      turn,
      inService,
    }));
    return { agentId: this.agentId, alive: this.alive, hung: this.hung, slots: this.#state.slots, seats };
  }

  /** The process dies: its memory and its sockets go. */
  die(quietly: boolean): void {
    this.alive = false;
    this.#life += 1;
    this.#cancelTimer?.();
    for (const { wire } of this.links.values()) {
      if (!wire) continue;
      if (quietly) wire.black = true;
      else wire.close(0, 1006);
    }
    this.links.clear();
    this.#state = createAgentState<Held>(this.slots, this.produceMs);
    this.#queuedBefore = this.queuedSteps;
    this.#queued = null;
  }

  revive(): void {
    this.alive = true;
    this.hung = false;
    if (this.#queuedStepMs !== null && !this.#queued) this.workOff(this.#queuedStepMs);
  }

  #dial(link: AgentLink): void {
    const wire = this.#world.dial(this, link);
    if (!wire) return this.#redial(link);
    link.wire = wire;
    wire.ends[0].onData = (data) => this.#receive(link, data);
    wire.ends[0].onClose = (code) => this.#closed(link, wire, code);
    this.#say(link, {
      type: "attach",
      protocol: LIVE_PROTOCOL,
      name: this.agentId,
      painter: true,
      expectMs: expectMs(this.#state),
      can: this.can,
    });
    this.#dispatch({ type: "joined", key: link.session });
  }

  #closed(link: AgentLink, wire: Wire, code: number): void {
    if (link.wire !== wire || !this.alive) return;
    link.wire = null;
    // A link that was replaced has no seat to give up: it is the new one's.
    if (this.links.get(link.session) !== link) return;
    this.#dispatch({ type: "left", key: link.session });
    const over = code === CLOSE.released.code || code === CLOSE.old_placement.code || code >= 4400;
    if (!over) return this.#redial(link);
    this.links.delete(link.session);
    this.#world.gone(this.agentId, link.session, link.placement);
  }

  #redial(link: AgentLink): void {
    const life = this.#life;
    this.#world.clock.timer(100 + this.#world.random() * 2000, () => {
      if (life === this.#life && this.links.get(link.session) === link && !link.wire) this.#dial(link);
    });
  }

  #receive(link: AgentLink, data: Data): void {
    if (!this.alive) return;
    if (typeof data === "string") {
      if (data === "pong") return;
      const message = sessionToAgent.parse(JSON.parse(data));
      if (message.type === "ready")
        this.#dispatch({ type: "ready", key: link.session, work: workOfReady(message) });
      else if (message.type === "sync") this.#dispatch({ type: "sync", key: link.session });
      else if (message.type === "attached") link.can = message.can;
      else if (message.type === "settings")
        link.settings = { settingsVersion: message.settingsVersion, settings: message.settings };
      return;
    }
    const header = readHeader(data);
    if (header?.kind !== "frame") return;
    if (link.settings?.settingsVersion !== header.settingsVersion) {
      return this.#say(link, { type: "dropped", seq: header.seq, reason: "settings" });
    }
    const { settings } = link.settings;
    const ref: Held = { link, header, image: data.subarray(FRAME_HEADER_BYTES), settings };
    this.#dispatch({
      type: "frame",
      key: link.session,
      frame: { seq: header.seq, work: workOfFrame(header), ref },
    });
  }

  #say(link: AgentLink, message: AgentToSession): void {
    link.wire?.send(0, JSON.stringify(message));
  }

  #dispatch(event: AgentEvent<Held>): void {
    const { clock } = this.#world;
    for (const effect of step(this.#state, event, clock.nowMs)) {
      const link = this.links.get(effect.key);
      if (effect.type === "job_go" || effect.type === "job_aside" || effect.type === "job_return")
        this.#queued?.hear(effect);
      else if (effect.type === "start") this.#produce(effect.slot, effect.frame);
      else if (effect.type === "stop") this.#stop(effect.slot);
      else if (!link) continue;
      else if (effect.type === "turn") this.#say(link, { type: "turn" });
      else if (effect.type === "soon") this.#say(link, { type: "soon", inMs: effect.inMs });
      else this.#say(link, { type: "dropped", seq: effect.seq, reason: effect.reason });
    }
    this.#cancelTimer?.();
    const atMs = nextDeadlineMs(this.#state, clock.nowMs);
    if (atMs !== null) {
      this.#cancelTimer = clock.timer(Math.max(1, atMs - clock.nowMs), () =>
        this.#dispatch({ type: "tick" }),
      );
    }
  }

  #stop(slot: number): void {
    if (!this.#ending.has(slot)) this.#stopping.add(slot);
  }

  /** In steps, as samplers do: what is asked to stop ends at its next one, unless that is its last. */
  #produce(slot: number, frame: AgentFrame<Held>): void {
    const life = this.#life;
    const { clock } = this.#world;
    if (this.#queued?.uses(slot)) throw new Error("a picture is begun on a GPU that queued work has");
    this.#stopping.delete(slot);
    this.#ending.delete(slot);
    const step = (done: number): void => {
      if (done === STEPS) this.#ending.add(slot);
      clock.timer(this.produceMs / STEPS, () => {
        if (life !== this.#life || this.hung) return;
        this.busyMs += this.produceMs / STEPS;
        if (done === STEPS) this.#finish(slot, frame.ref);
        else if (this.#stopping.delete(slot)) this.#dispatch({ type: "stopped", slot });
        else step(done + 1);
      });
    };
    step(1);
  }

  #finish(slot: number, { link, header, image, settings }: Held): void {
    const { epoch, seq, version, widthPx, heightPx, quality, pause, variation } = header;
    const seed = variation === undefined ? "" : ` seed ${variationSeed(settings.seed, variation)}`;
    const bytes = fakePng(widthPx, heightPx, seenIn(image) + seed);
    const shape = { widthPx, heightPx, quality, pause, variation };
    const times = { agentMs: 0, produceMs: this.produceMs, sessionMs: 0 };
    link.wire?.send(
      0,
      encodeMessage({ kind: "picture", format: "png", epoch, seq, version, ...shape, ...times }, bytes),
    );
    this.#dispatch({ type: "finished", slot, ok: true });
  }
}
