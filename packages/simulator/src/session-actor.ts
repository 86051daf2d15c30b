/** A session object of the simulation: the same machine, with memory that can be lost. */
import {
  CLOSE,
  agentToSession,
  clientMessage,
  readHeader,
  type Ability,
  type AgentToSession,
  type Settings,
} from "@llamasketch/contract";
import {
  createSessionState,
  nextDeadlineMs,
  step,
  type Attached,
  type Remembered,
  type SessionEffect,
  type SessionEvent,
  type SessionState,
} from "@llamasketch/live";
import type { PlaceResult } from "@llamasketch/scheduling";
import type { SimClock } from "./clock.ts";
import type { Data, Wire } from "./wire.ts";

interface Note {
  role: "client" | "agent";
  wire: Wire;
  clientId: string | null;
  settings: { settingsVersion: number; settings: Settings } | null;
  agentId: string;
  placement: number;
  can: readonly Ability[];
  attached: Attached | null;
}

const EMPTY_NOTE = {
  clientId: null,
  settings: null,
  agentId: "",
  placement: 0,
  can: [],
  attached: null,
} satisfies Partial<Note>;

const POLICY = { allowsPrompt: (prompt: string) => !prompt.includes("forbidden") };

export interface SessionWorld {
  clock: SimClock;
  place(ask: { session: string; floor: number; avoid: string | null }): Promise<PlaceResult>;
  release(session: string): void;
  timed(agentId: string, frameMs: number): void;
  missed(agentId: string, session: string): void;
}

export class SessionActor {
  readonly address: string;
  readonly #world: SessionWorld;
  #state: SessionState;
  #disk: Omit<Remembered, "generation"> = { epoch: 0, penClientId: null, placement: 0 };
  #generation = 1;
  #notes = new Map<string, Note>();
  #cancelTimer: (() => void) | null = null;
  #cancelAlarm: (() => void) | null = null;
  #alarmAtMs = Infinity;
  #conns = 0;
  stored: string[] = [];

  constructor(address: string, world: SessionWorld) {
    this.address = address;
    this.#world = world;
    this.#state = createSessionState({ ...this.#disk, generation: 1 }, world.clock.nowMs);
  }

  get state(): Readonly<SessionState> {
    return this.#state;
  }

  acceptClient(wire: Wire): void {
    this.#accept({ ...EMPTY_NOTE, role: "client", wire }, (conn) => ({
      type: "clientJoined",
      conn,
    }));
  }

  acceptAgent(wire: Wire, agentId: string, placement: number): void {
    this.#accept({ ...EMPTY_NOTE, role: "agent", wire, agentId, placement }, (conn) => ({
      type: "agentJoined",
      conn,
      agentId,
      placement,
    }));
  }

  #accept(note: Note, joined: (conn: string) => SessionEvent): void {
    const conn = `c${++this.#conns}`;
    this.#notes.set(conn, note);
    note.wire.ends[1].onData = (data) => this.#receive(conn, note, data);
    note.wire.ends[1].onClose = (code) => this.#left(conn, note, code);
    this.dispatch(joined(conn));
  }

  #receive(conn: string, note: Note, data: Data): void {
    if (!this.#notes.has(conn)) return;
    if (data === "ping") return note.wire.send(1, "pong");
    if (typeof data === "string") {
      if (note.role === "client") {
        this.dispatch({ type: "clientMessage", conn, message: clientMessage.parse(JSON.parse(data)) });
      } else {
        const message: AgentToSession = agentToSession.parse(JSON.parse(data));
        this.dispatch({ type: "agentMessage", conn, message });
      }
      return;
    }
    const header = readHeader(data);
    if (header?.kind === "frame") this.dispatch({ type: "frame", conn, header, message: data });
    else if (header?.kind === "chunk")
      this.dispatch({ type: "chunk", conn, header, bytes: data.subarray(32) });
    else if (header?.kind === "picture") this.dispatch({ type: "picture", conn, header, message: data });
  }

  #left(conn: string, note: Note, code: number): void {
    if (!this.#notes.delete(conn)) return;
    if (note.role === "client") this.dispatch({ type: "clientLeft", conn });
    else this.dispatch({ type: "agentLeft", conn, clean: code === CLOSE.draining.code });
  }

  /** Memory goes, sockets stay: what hibernation does. */
  evict(): void {
    this.#forget();
    const notes = [...this.#notes.entries()];
    const pen = notes.find(
      ([, note]) => note.clientId !== null && note.clientId === this.#disk.penClientId,
    )?.[1];
    this.dispatch({
      type: "woke",
      clients: notes
        .filter(([, note]) => note.role === "client")
        .map(([conn, { clientId, can }]) => ({ conn, clientId, can })),
      settings: pen?.settings ?? null,
      agents: notes
        .filter(([, note]) => note.role === "agent")
        .map(([conn, { agentId, placement, attached }]) => ({ conn, agentId, placement, attached })),
    });
    this.dispatch({ type: "tick" });
  }

  /** Memory and sockets go: a crash, or a deploy. */
  crash(): void {
    for (const { wire } of this.#notes.values()) wire.close(1, 1006);
    this.#notes.clear();
    this.#forget();
  }

  #forget(): void {
    this.#generation += 1;
    this.#cancelTimer?.();
    this.#state = createSessionState(
      { ...this.#disk, generation: this.#generation },
      this.#world.clock.nowMs,
    );
    this.dispatch({ type: "logRead", chunks: this.stored.length });
  }

  dispatch(event: SessionEvent): void {
    const state = this.#state;
    for (const effect of step(state, event, this.#world.clock.nowMs, POLICY)) this.#perform(effect);
    this.#cancelTimer?.();
    const atMs = nextDeadlineMs(this.#state);
    if (atMs === null) return;
    this.#cancelTimer = this.#world.clock.timer(atMs - this.#world.clock.nowMs, () =>
      this.dispatch({ type: "tick" }),
    );
  }

  #perform(effect: SessionEffect): void {
    const send = (conn: string, data: Data): void => this.#notes.get(conn)?.wire.send(1, data);
    switch (effect.type) {
      case "toClient":
      case "toAgent":
        return send(effect.conn, JSON.stringify(effect.message));
      case "relay":
        return send(effect.conn, effect.message);
      case "broadcast":
        for (const conn of effect.conns) send(conn, effect.message);
        return;
      case "close": {
        const note = this.#notes.get(effect.conn);
        this.#notes.delete(effect.conn);
        note?.wire.close(1, CLOSE[effect.why].code);
        return;
      }
      case "place": {
        const generation = this.#generation;
        void this.#world
          .place({ session: this.address, floor: effect.placement, avoid: effect.avoid })
          .then((answer) => {
            if (generation !== this.#generation) return;
            const { state } = answer;
            if (state === "busy") {
              this.dispatch({ type: "placed", result: { busyPosition: answer.position } });
            } else {
              const result = state === "assigned" ? answer : state;
              this.dispatch({ type: "placed", result });
            }
          });
        return;
      }
      case "release":
        return this.#world.release(this.address);
      case "timed":
        return this.#world.timed(effect.agentId, effect.frameMs);
      case "missed":
        return this.#world.missed(effect.agentId, this.address);
      case "remember":
        this.#disk = { ...this.#disk, ...effect.remembered };
        return;
      case "holdClient":
        return this.#note(effect.conn, { clientId: effect.clientId, can: effect.can });
      case "holdSettings":
        return this.#note(effect.conn, {
          settings: { settingsVersion: effect.settingsVersion, settings: effect.settings },
        });
      case "holdAgent":
        return this.#note(effect.conn, { attached: effect });
      case "saveChunk": {
        const { conn, header, bytes } = effect;
        const key = String(header.chunkId);
        if (!this.stored.includes(key)) this.stored.push(key);
        this.dispatch({
          type: "chunkStored",
          conn,
          chunkId: header.chunkId,
          index: this.stored.indexOf(key),
          bytes: bytes.length,
        });
        return;
      }
      case "alarm":
        if (this.#alarmAtMs <= effect.atMs) return;
        this.#cancelAlarm?.();
        this.#alarmAtMs = effect.atMs;
        // Alarms are of whole ms.
        this.#cancelAlarm = this.#world.clock.timer(
          Math.max(1, effect.atMs - this.#world.clock.nowMs),
          () => {
            this.#alarmAtMs = Infinity;
            this.dispatch({ type: "alarm" });
          },
        );
        return;
      case "keep":
      case "saveSettings":
      case "stopAt":
      case "topUp":
        return;
    }
  }

  #note(conn: string, more: Partial<Note>): void {
    const note = this.#notes.get(conn);
    if (note) Object.assign(note, more);
  }
}
