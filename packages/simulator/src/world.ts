/** Browsers, sessions, a dispatcher and GPU hosts on one simulated clock: the real machines, a fake network. */
import { DRAFT_SIZE_PX, FULL_SIZE_PX, HEARTBEAT_MS, type PictureHeader } from "@llamasketch/contract";
import { openLiveSketch, owes, type LiveSketch, type SocketLike } from "@llamasketch/live-client";
import {
  beat,
  createPlacementState,
  disconnected,
  gone,
  missed,
  newRecord,
  observed,
  place,
  register,
  release,
  standingOf,
  type HostStanding,
  type PlacementEffect,
  type PlacementRow,
  type PlacementState,
} from "@llamasketch/scheduling";
import { AgentActor, type AgentLink } from "./agent-actor.ts";
import { fakePng, seenIn } from "./canvas.ts";
import { SimClock, seededRandom } from "./clock.ts";
import { SessionActor } from "./session-actor.ts";
import { Wire, type Weather } from "./wire.ts";

const SIDE_PX = { draft: DRAFT_SIZE_PX, full: FULL_SIZE_PX } as const;

interface Shown {
  header: PictureHeader;
  shows: string;
  atMs: number;
}

export interface Browser {
  name: string;
  session: SessionActor;
  live: LiveSketch;
  wire: Wire | null;
  /** Pictures in the order they reached the screen. */
  screen: Shown[];
  /** Variations, with the picture that was on screen when each came. */
  beside: (Shown & { screen: PictureHeader | null })[];
  /** Pen-up → first picture with the stroke, ms. */
  strokeMs: number[];
  close(): void;
}

export class World {
  readonly clock = new SimClock();
  readonly random: () => number;
  readonly sessions: SessionActor[] = [];
  readonly agents: AgentActor[] = [];
  readonly browsers: Browser[] = [];
  readonly wires = new Set<Wire>();
  #placement: PlacementState;
  #placementDisk = new Map<string, PlacementRow>();
  /** Kept over restarts of the dispatcher. */
  readonly #standings = new Map<string, HostStanding>();
  /** Probability, for messages that levels repair, of each bad fate. */
  storm = 0;
  latencyMs: [number, number] = [5, 30];
  encodeMs: [number, number] = [3, 15];

  constructor(seed: number) {
    this.random = seededRandom(seed);
    this.#placement = createPlacementState([], 0);
  }

  between([low, high]: readonly [number, number]): number {
    return low + this.random() * (high - low);
  }

  wire(): Wire {
    const weather: Weather = {
      latencyMs: () => this.between(this.latencyMs),
      fate: (may) => {
        if (!may || this.storm === 0) return "arrives";
        const roll = this.random() / this.storm;
        return roll < 0.5 ? "lost" : roll < 0.75 ? "twice" : roll < 1 ? "late" : "arrives";
      },
    };
    const wire = new Wire(this.clock, weather);
    for (const old of this.wires) if (!old.open) this.wires.delete(old);
    this.wires.add(wire);
    return wire;
  }

  addSession(): SessionActor {
    const session = new SessionActor(`s${this.sessions.length}`, {
      clock: this.clock,
      place: async (ask) => {
        const { result, effects } = place(this.#placement, ask, this.clock.nowMs);
        this.#carryOut(effects);
        return result;
      },
      release: (address) => this.#carryOut(release(this.#placement, address)),
      timed: (agentId, frameMs) => observed(this.#placement, this.standingOf(agentId), frameMs),
      missed: (agentId, address) => void missed(this.standingOf(agentId), address, this.clock.nowMs),
    });
    this.sessions.push(session);
    return session;
  }

  addAgent(produceMs: number, slots: number, capacity: number): AgentActor {
    const agent = new AgentActor(`gpu${this.agents.length}`, produceMs, slots, {
      clock: this.clock,
      random: this.random,
      dial: (by, link) => this.#dialSession(by, link),
      gone: (agentId, session, number) => this.#carryOut(gone(this.#placement, agentId, session, number)),
    });
    this.agents.push(agent);
    this.#register(agent, capacity);
    const heart = (): void => {
      if (agent.alive) beat(this.#placement, agent.agentId, true, produceMs, this.clock.nowMs);
      this.clock.timer(HEARTBEAT_MS, heart);
    };
    heart();
    return agent;
  }

  killAgent(agent: AgentActor, quietly: boolean, backAfterMs: number, capacity: number): void {
    agent.die(quietly);
    if (!quietly) disconnected(this.#placement, agent.agentId, this.clock.nowMs);
    this.clock.timer(backAfterMs, () => {
      agent.revive();
      this.#register(agent, capacity);
    });
  }

  /** The dispatcher starts anew; what it wrote down and what agents tell it is all it knows. */
  restartDispatcher(capacity: number): void {
    this.#placement = createPlacementState([...this.#placementDisk.values()], this.clock.nowMs);
    for (const agent of this.agents) {
      this.clock.timer(this.random() * 2000, () => agent.alive && this.#register(agent, capacity));
    }
  }

  standingOf(agentId: string): HostStanding {
    const standing = this.#standings.get(agentId) ?? standingOf(newRecord(agentId));
    this.#standings.set(agentId, standing);
    return standing;
  }

  #register(agent: AgentActor, capacity: number): void {
    const holding = [...agent.links.values()].map(({ session, placement }) => ({ session, placement }));
    const { agentId, slots, produceMs } = agent;
    const said = { agentId, name: agentId, slots, capacity, frameMs: produceMs, holding };
    const standing = this.standingOf(agentId);
    this.#carryOut(register(this.#placement, { ...said, standing }, this.clock.nowMs));
  }

  #carryOut(effects: PlacementEffect[]): void {
    for (const effect of effects) {
      if (effect.type === "forget") this.#placementDisk.delete(effect.session);
      else if (effect.type === "remember") this.#placementDisk.set(effect.session, effect);
      else {
        const agent = this.agents.find(({ agentId }) => agentId === effect.agentId);
        const { session, placement, type } = effect;
        this.clock.timer(this.between(this.latencyMs), () => agent?.[type](session, placement));
      }
    }
  }

  #dialSession(agent: AgentActor, link: AgentLink): Wire | null {
    const session = this.sessions.find(({ address }) => address === link.session);
    if (!session) return null;
    const wire = this.wire();
    session.acceptAgent(wire, agent.agentId, link.placement);
    return wire;
  }

  openBrowser(session: SessionActor, pen: "free" | "take" | "watch", variations = 0): Browser {
    const name = `b${this.browsers.length}-client`;
    const screen: Browser["screen"] = [];
    const beside: Browser["beside"] = [];
    const strokeMs: number[] = [];
    const browser: Browser = {
      name,
      session,
      wire: null,
      screen,
      beside,
      strokeMs,
      live: openLiveSketch(
        {
          clientId: name,
          pen,
          settings: { prompt: "", strength: 0.5, seed: 1 },
          chunkSeed: this.browsers.length + 1,
          variations,
        },
        {
          nowMs: () => this.clock.nowMs,
          random: this.random,
          timer: (delayMs, fire) => this.clock.timer(delayMs, fire),
          dial: async () => this.#browserSocket(browser),
        },
        {
          encode: async (quality) => {
            const px = SIDE_PX[quality];
            const { version, settings } = browser.live.state;
            const shows = `${name} v${version} ${settings.prompt}`;
            await new Promise<void>((resolve) => this.clock.timer(this.between(this.encodeMs), resolve));
            return {
              bytes: fakePng(px, px, shows),
              format: "png" as const,
              widthPx: px,
              heightPx: px,
              hash: hash(shows),
            };
          },
          onPicture: (header, image, took) => {
            strokeMs.push(...took);
            screen.push({ header, shows: seenIn(image), atMs: this.clock.nowMs });
          },
          onVariation: (header, image) => {
            const shown = { header, shows: seenIn(image), atMs: this.clock.nowMs };
            beside.push({ ...shown, screen: screen.at(-1)?.header ?? null });
          },
          onYield: () => browser.live.saveChunk(new Uint8Array([1])),
        },
      ),
      close: () => {
        browser.live.stop();
        browser.wire?.close(0, 1000);
      },
    };
    this.browsers.push(browser);
    return browser;
  }

  #browserSocket(browser: Browser): SocketLike {
    const wire = this.wire();
    browser.wire = wire;
    const socket: SocketLike = {
      binaryType: "arraybuffer",
      bufferedAmount: 0,
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      send: (data) => wire.send(0, data),
      close: (code = 1005) => wire.close(0, code),
    };
    wire.ends[0].onData = (data) => {
      const copy = typeof data === "string" ? data : data.slice().buffer;
      socket.onmessage?.({ data: copy });
    };
    wire.ends[0].onClose = (code) => socket.onclose?.({ code });
    this.clock.timer(this.between(this.latencyMs), () => {
      if (!wire.open) return;
      browser.session.acceptClient(wire);
      socket.onopen?.(undefined as never);
    });
    return socket;
  }
}

/** True when this browser's newest canvas is on its screen, or it holds no pen. */
export const settled = ({ live }: Browser): boolean =>
  live.state.holder === "other" || owes(live.state) === "nothing";

export const shownText = (browser: Browser): string => browser.screen.at(-1)?.shows ?? "";

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return value;
}
