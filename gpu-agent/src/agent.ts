/** The agent: one schedule (packages/agent-core) between sessions' sockets and producers' slots. */
import { randomUUID } from "node:crypto";
import {
  announcedTurns,
  createAgentState,
  workOfFrame,
  type AgentEvent,
  type Schedule,
} from "@llamasketch/agent-core";
import {
  HOST_SESSIONS_MAX,
  LIVE_PROTOCOL,
  encodeMessage,
  variationSeed,
  type DispatcherToAgent,
  type FrameHeader,
  type Settings,
} from "@llamasketch/contract";
import { capacityOf } from "./capacity.ts";
import { FrameStopped, FrameUnreadable, plainReason } from "./comfy-failure.ts";
import type { AgentStatus } from "./agent-status.ts";
import type { AgentConfig } from "./config.ts";
import { ControlLink } from "./control-link.ts";
import { httpRoad } from "./http-road.ts";
import { JobGates, type JobGate } from "./job-gates.ts";
import { JobRunner } from "./job-runner.ts";
import type { JobProducer } from "./job-work.ts";
import type { Producer } from "./producer.ts";
import { ReportNews } from "./report-news.ts";
import { SessionLink } from "./session-link.ts";
import { sleep } from "./sleep.ts";

interface Held {
  link: SessionLink;
  header: FrameHeader;
  image: Uint8Array;
  settings: Settings;
  receivedAtMs: number;
}

export interface AgentOptions {
  config: AgentConfig;
  producers: Producer[];
  /** One frame on one slot, as timed at the start, ms. */
  frameMs: number;
  log(level: "info" | "warn", text: string): void;
  /** How turns are given; announced in a circle unless a measurement asks for another way. */
  schedule?: Schedule;
  /** What runs queued jobs here, if anything does; it calls `onChange` when what it can run changed. */
  jobs?: (onChange: () => void, gateOf: (slot: number) => JobGate) => readonly JobProducer[];
}

/** How long a leaving agent works on what it has in hand. */
const DRAIN_WITHIN_MS = 2000;

export class Agent {
  readonly #options: AgentOptions;
  readonly #schedule: Schedule;
  readonly #state;
  /** Of this process: with it a new connection takes the place of one that is dead and does not look it. */
  readonly #instance = randomUUID();
  readonly #links = new Map<string, SessionLink>();
  readonly #control: ControlLink;
  readonly #jobs: JobRunner;
  readonly #gates: JobGates;
  #timer: NodeJS.Timeout | null = null;
  #draining = false;
  #working = 0;
  readonly #news = new ReportNews();
  /** Called once when a producer is broken for good and every session has been handed over. */
  onBroken: ((why: string) => void) | null = null;

  constructor(options: AgentOptions) {
    this.#options = options;
    this.#schedule = options.schedule ?? announcedTurns;
    this.#state = createAgentState<Held>(options.producers.length, options.frameMs);
    // After the frame that showed it has been answered.
    for (const producer of options.producers) producer.onHealth = () => setImmediate(() => this.#onHealth());
    const { url, credential } = options.config;
    this.#gates = new JobGates({
      say: (event) => this.#dispatch(event),
      giveBack: (slot) => this.#jobs.giveBack(slot),
    });
    const gateOf = (slot: number): JobGate => this.#gates.of(slot);
    this.#jobs = new JobRunner({
      producers: options.jobs?.(() => this.#jobs.refresh(), gateOf) ?? [],
      road: httpRoad(url),
      // Beside live drawing too: it stands aside.
      room: () => {
        const free = this.healthy ? options.producers.length : 0;
        return { free, batch: free };
      },
      isDrawn: () => this.#links.size > 0,
      send: (message) => this.#control.send(message),
      log: options.log,
    });
    this.#control = new ControlLink(`${wsUrl(url)}/api/agents/control`, credential, {
      register: () => ({
        type: "register",
        protocol: LIVE_PROTOCOL,
        instance: this.#instance,
        name: this.#name,
        slots: options.producers.length,
        capacity: this.#capacity,
        frameMs: this.#frameMs,
        ...this.#news.part(options.producers[0]?.report, true),
        holding: [...this.#links.values()].map(({ session, placement, proof }) => ({
          session,
          placement,
          ...proof,
        })),
      }),
      beat: () => ({
        type: "beat",
        frameMs: this.#frameMs,
        healthy: this.healthy,
        ...(this.trouble === null ? {} : { trouble: this.trouble.slice(0, 200) }),
        ...this.#news.part(options.producers[0]?.report, false),
      }),
      onMessage: (message) => this.#onControl(message),
      onTrouble: (text) => options.log("warn", text),
    });
  }

  get #name(): string {
    return this.#options.config.name ?? this.#options.producers[0]?.label ?? "GPU";
  }

  get #frameMs(): number {
    return Math.max(
      1,
      Math.round(
        (this.#schedule.expectMs(this.#state) * this.#options.producers.length) /
          (this.#state.seats.size + 1),
      ),
    );
  }

  get #capacity(): number {
    const { config, producers, frameMs } = this.#options;
    return Math.min(HOST_SESSIONS_MAX, config.capacity ?? capacityOf(producers.length, frameMs));
  }

  /** Why it takes no sketches. */
  get trouble(): string | null {
    if (this.#draining) return "leaving";
    const ill = this.#options.producers.find((producer) => !producer.healthy);
    return ill ? (ill.trouble ?? "not healthy") : null;
  }

  get healthy(): boolean {
    return !this.#draining && this.#options.producers.every((producer) => producer.healthy);
  }

  /** For the status port. */
  status(): AgentStatus {
    return {
      connected: this.#control.connected,
      healthy: this.healthy,
      broken: this.#broken,
      trouble: this.trouble,
      sessions: this.#links.size,
      frameMs: this.#frameMs,
    };
  }

  /** Takes nothing new, ends what it has in hand, hands every session over. */
  async drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    this.#control.beat();
    if (this.#timer) clearTimeout(this.#timer);
    const untilMs = Date.now() + DRAIN_WITHIN_MS;
    while (this.#working > 0 && Date.now() < untilMs) await sleep(20);
    await Promise.race([this.#jobs.drain(), sleep(DRAIN_WITHIN_MS)]);
    const { producers } = this.#options;
    if (this.#working > 0)
      await Promise.race([Promise.all(producers.map((one) => one.cancel?.())), sleep(500)]);
    this.#handOver();
    this.#control.close();
    this.#jobs.close();
    for (const producer of producers) producer.close();
    if (this.#timer) clearTimeout(this.#timer);
  }

  get #broken(): boolean {
    return this.#options.producers.some((producer) => producer.broken === true);
  }

  #onHealth(): void {
    this.#control.beat();
    this.#jobs.makeRoom();
    if (this.healthy) {
      this.#options.log("info", "ComfyUI answers; taking sketches");
      return;
    }
    const why = this.trouble ?? "unknown";
    this.#options.log("warn", `sketches go elsewhere: ${why}`);
    this.#handOver();
    if (!this.#broken) return;
    const tell = this.onBroken;
    this.onBroken = null;
    tell?.(why);
  }

  #handOver(): void {
    for (const link of this.#links.values()) {
      this.#control.send({ type: "gone", session: link.session, placement: link.placement });
      link.close("draining");
      this.#dispatch({ type: "left", key: link.session });
    }
    this.#links.clear();
  }

  #onControl(message: DispatcherToAgent): void {
    switch (message.type) {
      case "registered":
        this.#options.log("info", `registered as ${this.#name}, room for ${this.#capacity} live sketches`);
        this.#control.beat();
        this.#jobs.onRegistered(message.jobs);
        return;
      case "refused":
        this.#options.log("warn", `refused: ${message.message}`);
        return;
      case "assign":
        if (this.healthy) this.#assign(message);
        else this.#control.send({ type: "gone", session: message.session, placement: message.placement });
        return;
      case "unassign": {
        const link = this.#links.get(message.session);
        if (link && link.placement <= message.placement) this.#end(link, "released");
        return;
      }
      case "job_offer":
      case "job_cancel":
      case "job_settled":
        return this.#jobs.onMessage(message);
    }
  }

  #assign({ session, placement, path, ticket }: Extract<DispatcherToAgent, { type: "assign" }>): void {
    const known = this.#links.get(session);
    if (known?.placement === placement) return known.renew(ticket);
    if (known) this.#end(known, "released");
    const link: SessionLink = new SessionLink(
      session,
      placement,
      `${wsUrl(this.#options.config.url)}${path}`,
      { ticket, credential: this.#options.config.credential },
      {
        attach: () => ({
          name: this.#name,
          painter: this.#options.producers[0]?.painter ?? false,
          can: [...(this.#options.producers[0]?.can ?? [])],
          expectMs: bounded(this.#schedule.expectMs(this.#state)),
        }),
        onUp: () => this.#dispatch({ type: "joined", key: session }),
        // A link that was replaced has no seat to give up: it is the new one's.
        onDown: () => {
          if (this.#links.get(session) === link) this.#dispatch({ type: "left", key: session });
        },
        onReady: (work) => this.#dispatch({ type: "ready", key: session, work }),
        onSync: () => this.#dispatch({ type: "sync", key: session }),
        onFrame: (header, image) => this.#onFrame(link, header, image),
        onOver: () => {
          if (this.#links.get(session) === link) this.#links.delete(session);
          this.#jobs.refresh();
          this.#control.send({ type: "gone", session, placement });
        },
        onTicketSpent: () => this.#control.send({ type: "renew", session, placement, ...link.proof }),
        links: () => this.#links.size,
      },
    );
    this.#links.set(session, link);
    this.#jobs.makeRoom();
  }

  #end(link: SessionLink, why: "draining" | "released"): void {
    if (this.#links.get(link.session) === link) {
      this.#links.delete(link.session);
      this.#dispatch({ type: "left", key: link.session });
      this.#jobs.refresh();
    }
    link.close(why);
  }

  #onFrame(link: SessionLink, header: FrameHeader, image: Uint8Array): void {
    if (!link.settings) return;
    const { settings } = link.settings;
    const seed = variationSeed(settings.seed, header.variation ?? 0);
    const held: Held = { link, header, image, settings: { ...settings, seed }, receivedAtMs: Date.now() };
    const frame = { seq: header.seq, work: workOfFrame(header), ref: held };
    this.#dispatch({ type: "frame", key: link.session, frame });
  }

  #dispatch(event: AgentEvent<Held>): void {
    if (this.#draining) return;
    const nowMs = Date.now();
    for (const effect of this.#schedule.step(this.#state, event, nowMs)) {
      const link = this.#links.get(effect.key);
      switch (effect.type) {
        case "start":
          void this.#produce(effect.slot, effect.frame.ref);
          break;
        case "stop":
          void this.#stop(effect.slot);
          break;
        case "job_go":
        case "job_aside":
        case "job_return":
          this.#gates.onEffect(effect);
          break;
        case "turn":
          link?.send({ type: "turn" });
          break;
        case "soon":
          link?.send({ type: "soon", inMs: bounded(effect.inMs) });
          break;
        case "dropped":
          link?.dropped(effect.seq, effect.reason);
      }
    }
    this.#arm();
  }

  #arm(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const atMs = this.#schedule.nextDeadlineMs(this.#state, Date.now());
    if (atMs !== null)
      this.#timer = setTimeout(() => this.#dispatch({ type: "tick" }), Math.max(1, atMs - Date.now()));
  }

  /** What cannot be stopped is finished. */
  async #stop(slot: number): Promise<void> {
    await this.#options.producers[slot]?.stop?.().catch(() => undefined);
  }

  async #produce(slot: number, { link, header, image, settings, receivedAtMs }: Held): Promise<void> {
    const { format, widthPx, heightPx } = header;
    const { quality } = header;
    const mayLoad = this.#state.slots[slot]?.hasDrawnSinceJob === false;
    const shown = { session: link.session, bytes: image, format, widthPx, heightPx };
    const canvas = { ...shown, quality, settings, mayLoad };
    this.#working += 1;
    try {
      const picture = await this.#options.producers[slot]?.produce(canvas);
      if (!picture) throw new Error("no such slot");
      const { epoch, seq, version, pause, variation } = header;
      const agentMs = Date.now() - receivedAtMs;
      const { produceMs } = picture;
      const shape = { format: picture.format, widthPx, heightPx, quality, pause, variation };
      link.send(
        encodeMessage(
          { kind: "picture", epoch, seq, version, ...shape, agentMs, produceMs, sessionMs: 0 },
          picture.bytes,
        ),
      );
      this.#dispatch({ type: "finished", slot, ok: true });
    } catch (error) {
      if (error instanceof FrameStopped) return this.#dispatch({ type: "stopped", slot });
      this.#options.log("warn", `a frame failed: ${plainReason(error)}`);
      this.#dispatch({ type: "finished", slot, ok: false, unreadable: error instanceof FrameUnreadable });
    } finally {
      this.#working -= 1;
    }
  }
}

const wsUrl = (url: string): string => url.replace(/^http/, "ws");

/** As the protocol takes it: whole ms, ten minutes at most. */
const bounded = (ms: number): number => Math.max(0, Math.min(600_000, Math.round(ms)));
