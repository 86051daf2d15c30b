/** A session on a table: its clock is moved by hand, its agents and clients are names. For tests alone. */
import {
  ABILITIES,
  AGENT_ABILITIES,
  FRAME_HEADER_BYTES,
  LIVE_PROTOCOL,
  encodeMessage,
  readHeader,
  type Ability,
  type AgentToSession,
  type ClientMessage,
  type FrameHeader,
  type PictureHeader,
  type SessionMessage,
  type SessionToAgent,
} from "@llamasketch/contract";
import type { SessionEffect, SessionEvent } from "./events.ts";
import { createSessionState, type Remembered, type SessionState } from "./state.ts";
import { nextDeadlineMs, step } from "./step.ts";

export const WORDS = { prompt: "a house at dusk", strength: 0.5, seed: 7 };
const FRESH: Remembered = { generation: 1, epoch: 0, penClientId: null, placement: 0 };

/** The least that passes for a whole PNG of this size. */
export function png(widthPx: number, heightPx: number, padding = 0): Uint8Array {
  const bytes = new Uint8Array(45 + padding);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x89504e47);
  view.setUint32(4, 0x0d0a1a0a);
  view.setUint32(8, 13);
  view.setUint32(12, 0x49484452);
  view.setUint32(16, widthPx);
  view.setUint32(20, heightPx);
  view.setUint32(bytes.length - 8, 0x49454e44);
  return bytes;
}

export class Table {
  nowMs = 1000;
  readonly state: SessionState;

  constructor(remembered: Partial<Remembered> = {}) {
    this.state = createSessionState({ ...FRESH, ...remembered }, this.nowMs);
  }

  do(event: SessionEvent): SessionEffect[] {
    return step(this.state, event, this.nowMs, { allowsPrompt: (prompt) => !prompt.includes("forbidden") });
  }

  /** Lets time pass, ticking whenever the machine asked for it. */
  pass(ms: number): SessionEffect[] {
    const untilMs = this.nowMs + ms;
    const effects: SessionEffect[] = [];
    for (let ticks = 0; ; ticks++) {
      if (ticks > 1000) throw new Error("the session's timer spins");
      const atMs = nextDeadlineMs(this.state);
      if (atMs === null || atMs > untilMs) break;
      this.nowMs = Math.max(this.nowMs, atMs);
      effects.push(...this.do({ type: "tick" }));
    }
    this.nowMs = untilMs;
    return effects;
  }

  join(
    conn: string,
    clientId = `tab-of-${conn}`,
    pen: "free" | "take" | "watch" = "free",
    can?: Ability[],
  ): SessionEffect[] {
    const before = this.do({ type: "clientJoined", conn });
    return [...before, ...this.say(conn, { type: "hello", protocol: LIVE_PROTOCOL, clientId, pen, can })];
  }

  say(conn: string, message: ClientMessage): SessionEffect[] {
    return this.do({ type: "clientMessage", conn, message });
  }

  settings(conn: string, settingsVersion = 1, prompt = WORDS.prompt): SessionEffect[] {
    return this.say(conn, { type: "settings", settingsVersion, settings: { ...WORDS, prompt } });
  }

  changed(version: number, refine = false, conn = "c1"): SessionEffect[] {
    return this.say(conn, { type: "changed", version, refine });
  }

  frame(version: number, more: Partial<FrameHeader> = {}, conn = "c1", image?: Uint8Array): SessionEffect[] {
    const header: FrameHeader = {
      kind: "frame",
      format: "png",
      epoch: this.state.epoch,
      seq: 0,
      version,
      widthPx: 64,
      heightPx: 64,
      quality: "draft",
      pause: false,
      encodeMs: 5,
      settingsVersion: 1,
      ...more,
    };
    const message = encodeMessage(header, image ?? png(header.widthPx, header.heightPx));
    return this.do({ type: "frame", conn, header, message });
  }

  agentJoins(conn = "a1", placement = 1, agentId = `gpu-of-${conn}`): SessionEffect[] {
    return this.do({ type: "agentJoined", conn, agentId, placement });
  }

  attach(conn = "a1", expectMs = 200, protocol = LIVE_PROTOCOL, can?: Ability[]): SessionEffect[] {
    return this.agent({ type: "attach", protocol, name: "GPU one", painter: false, expectMs, can }, conn);
  }

  agent(message: AgentToSession, conn = "a1"): SessionEffect[] {
    return this.do({ type: "agentMessage", conn, message });
  }

  turn(conn = "a1"): SessionEffect[] {
    return this.agent({ type: "turn" }, conn);
  }

  /** The agent answers what these effects sent it. */
  answer(relayed: SessionEffect[], more: Partial<PictureHeader> = {}, conn = "a1", image?: Uint8Array) {
    const asked = relayedHeaders(relayed)[0];
    if (!asked) throw new Error("nothing was relayed");
    const { settingsVersion: _words, encodeMs: _ms, ...same } = asked;
    const times = { agentMs: 100, produceMs: 90, sessionMs: 0 };
    const header: PictureHeader = { ...same, ...times, ...more, kind: "picture" };
    const message = encodeMessage(header, image ?? png(header.widthPx, header.heightPx));
    return this.do({ type: "picture", conn, header, message });
  }
}

/** A drawer with the pen and settings, and an agent attached; no turn is open yet. */
export function attached(remembered: Partial<Remembered> = {}): Table {
  const table = new Table(remembered);
  table.join("c1");
  table.settings("c1");
  table.do({ type: "placed", result: { agentId: "gpu-of-a1", newcomer: false } });
  table.agentJoins("a1", Math.max(1, table.state.placement));
  table.attach();
  return table;
}

/** The same, of parties that can all there is, the first canvas answered at full quality. */
export function resting(): Table {
  const table = new Table();
  table.join("c1", "tab-of-c1", "free", [...ABILITIES]);
  table.settings("c1");
  table.agentJoins("a1");
  table.attach("a1", 200, LIVE_PROTOCOL, [...AGENT_ABILITIES]);
  table.turn();
  table.answer(table.frame(1, { quality: "full", pause: true }));
  return table;
}

/** What is said to one client, in order. */
export const toClient = (effects: SessionEffect[], conn = "c1"): SessionMessage[] =>
  effects.flatMap((effect) => (effect.type === "toClient" && effect.conn === conn ? [effect.message] : []));

export const toAgent = (effects: SessionEffect[], conn = "a1"): SessionToAgent[] =>
  effects.flatMap((effect) => (effect.type === "toAgent" && effect.conn === conn ? [effect.message] : []));

/** Rules of the refusals among these effects. */
export const rules = (effects: SessionEffect[]): string[] =>
  effects.flatMap((effect) =>
    effect.type === "toClient" && effect.message.type === "refused" ? [effect.message.rule] : [],
  );

export const of = <Type extends SessionEffect["type"]>(effects: SessionEffect[], type: Type) =>
  effects.filter((effect): effect is Extract<SessionEffect, { type: Type }> => effect.type === type);

export const said = <Type extends SessionMessage["type"]>(
  effects: SessionEffect[],
  type: Type,
  conn = "c1",
): Extract<SessionMessage, { type: Type }>[] =>
  toClient(effects, conn).filter(
    (message): message is Extract<SessionMessage, { type: Type }> => message.type === type,
  );

/** Headers of the frames that went to agents, as they left. */
export const relayedHeaders = (effects: SessionEffect[]): FrameHeader[] =>
  of(effects, "relay").flatMap(({ message }) => {
    const header = message.length >= FRAME_HEADER_BYTES ? readHeader(message) : null;
    return header?.kind === "frame" ? [header] : [];
  });

/** Pictures on their way to clients, as they left, and whose. */
export const broadcast = (effects: SessionEffect[]) =>
  of(effects, "broadcast").map(({ message, conns }) => ({ ...readHeader(message), conns }));

/** The pen wants more of the same canvas. */
export const changedFor = (table: Table, version: number, more: { variation?: number }): SessionEffect[] =>
  table.say("c1", { type: "changed", version, refine: true, ...more });
