/** A tab on a table: its clock is moved by hand and it talks to nobody. For tests alone. */
import {
  encodeMessage,
  type ClientMessage,
  type PictureHeader,
  type Quality,
  type SessionMessage,
} from "@llamasketch/contract";
import type { ClientEffect, ClientEvent } from "./events.ts";
import { createClientState, type ClientOptions, type ClientState } from "./state.ts";
import { nextDeadlineMs, step } from "./step.ts";

export const OPTIONS: ClientOptions = {
  clientId: "tab-of-test",
  pen: "free",
  settings: { prompt: "a house at dusk", strength: 0.5, seed: 7 },
  chunkSeed: 1,
};

export class Tab {
  nowMs = 1000;
  chance = 0;
  readonly state: ClientState;

  constructor(options: Partial<ClientOptions> = {}) {
    this.state = createClientState({ ...OPTIONS, ...options });
  }

  do(event: ClientEvent): ClientEffect[] {
    return step(this.state, event, this.nowMs, () => this.chance);
  }

  /** Lets time pass, ticking whenever the machine asked for it; `answers` pings. */
  pass(ms: number, answers = true): ClientEffect[] {
    const untilMs = this.nowMs + ms;
    const effects: ClientEffect[] = [];
    for (let ticks = 0; ; ticks++) {
      if (ticks > 1000) throw new Error("the client's timer spins");
      const atMs = nextDeadlineMs(this.state);
      if (atMs === null || atMs > untilMs) break;
      this.nowMs = Math.max(this.nowMs, atMs);
      const more = this.do({ type: "tick" });
      effects.push(...more);
      if (answers && more.some(({ type }) => type === "ping")) effects.push(...this.do({ type: "pong" }));
      if (more.some(({ type }) => type === "hangUp")) break;
    }
    this.nowMs = untilMs;
    return effects;
  }

  hear(message: SessionMessage): ClientEffect[] {
    return this.do({ type: "message", message });
  }

  /** Connected, with the pen. */
  open(holder: "you" | "other" | "none" = "you", epoch = 1, generation = 1): ClientEffect[] {
    const effects = this.do({ type: "opened" });
    effects.push(...this.hear({ type: "welcome", protocol: 1, generation, chunks: 0 }));
    effects.push(...this.hear({ type: "status", status: { state: "live", agent: "GPU", painter: false } }));
    return [...effects, ...this.hear({ type: "pen", holder, epoch })];
  }

  want(have: number, done: number, generation = this.state.generation): ClientEffect[] {
    return this.hear({ type: "want", generation, have, done });
  }

  /** The canvas was read and encoded. */
  encoded(
    quality: Quality = "draft",
    hash = this.state.version,
    version = this.state.version,
  ): ClientEffect[] {
    const canvas = { version, quality, format: "png" as const, widthPx: 64, heightPx: 64, hash };
    return this.do({ type: "encoded", canvas: { ...canvas, bytes: new Uint8Array(45), encodeMs: 4 } });
  }

  picture(version: number, seq: number, more: Partial<PictureHeader> = {}): ClientEffect[] {
    const header: PictureHeader = {
      kind: "picture",
      format: "png",
      epoch: this.state.epoch,
      seq,
      version,
      widthPx: 64,
      heightPx: 64,
      quality: "draft",
      pause: false,
      agentMs: 100,
      produceMs: 90,
      sessionMs: 110,
      ...more,
    };
    return this.do({ type: "picture", header, message: encodeMessage(header, new Uint8Array(45)) });
  }

  /** Ink, asked for, sent and answered: `version` is on the screen. */
  draw(seq: number, quality: Quality = "draft"): void {
    this.do({ type: "inked" });
    this.want(this.state.shown.version, this.state.shown.version);
    this.encoded(quality);
    this.picture(this.state.version, seq, { quality });
  }
}

export const of = <Type extends ClientEffect["type"]>(effects: ClientEffect[], type: Type) =>
  effects.filter((effect): effect is Extract<ClientEffect, { type: Type }> => effect.type === type);

/** Text messages sent, of one type. */
export const sent = <Type extends ClientMessage["type"]>(effects: ClientEffect[], type: Type) =>
  of(effects, "send")
    .map(({ message }) => message)
    .filter((message): message is Extract<ClientMessage, { type: Type }> => message.type === type);
