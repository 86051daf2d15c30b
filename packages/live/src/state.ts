import {
  PEN_CHANGES_AT_ONCE,
  PEN_CHANGE_EVERY_MS,
  PLACEMENT_MAX,
  firstSeq,
  type Ability,
  type DropReason,
  type FrameHeader,
  type PauseReason,
  type SessionStatus,
  type Settings,
} from "@llamasketch/contract";

import { fullBudget, type Budget, type Rate } from "./budget.ts";

/** Names one socket of this session, as the shell knows it. */
export type Conn = string;

export interface ClientSeat {
  conn: Conn;
  /** Known once `hello` came. */
  clientId: string | null;
  can: readonly Ability[];
  /** Without a hello by then it is closed. */
  helloByMs: number;
}

/** Each hand-over of the pen is written down at once, for the life after this one. */
export const PEN_CHANGES: Rate = { everyMs: PEN_CHANGE_EVERY_MS, atOnce: PEN_CHANGES_AT_ONCE };

/** A value of its own each time they are said: under another pen the same version may be other words. */
export interface KnownSettings {
  readonly settingsVersion: number;
  readonly settings: Settings;
}

export interface HeldFrame {
  header: FrameHeader;
  message: Uint8Array;
  /** What it is drawn with, whatever is asked for meanwhile. */
  settings: Settings;
  receivedAtMs: number;
  sentAtMs: number;
  /** Its end was told to the pen already; whatever its agent says of it changes nothing. */
  isTold: boolean;
}

export interface AgentSeat {
  conn: Conn;
  agentId: string;
  placement: number;
  name: string;
  painter: boolean;
  /** What the agent expects a frame to take, until frames were timed here. */
  expectMs: number;
  can: readonly Ability[];
  attached: boolean;
  turnOpen: boolean;
  /** By when `ready` must have been answered; null while nothing is asked. */
  answerByMs: number | null;
  /** Frames are not overdue before this: the agent said that their turn comes later. */
  patientUntilMs: number;
  /** Session → agent → session times of the last frames, ms. */
  tookMs: number[];
  /** Pictures that were timed. */
  timed: number;
  strikes: number;
  /** The settings that it was given last. */
  told: KnownSettings | null;
}

/** What the pen said it has. With `refine` only more of the same canvas: a variation, or else a sharper picture. */
export interface Ready {
  version: number;
  refine: boolean;
  variation?: number | undefined;
}

/** One sketch's live session. Pure data: every change goes through `step`. Times are ms on the session's clock. */
export interface SessionState {
  generation: number;
  nextSeq: number;
  epoch: number;
  pen: { clientId: string; conn: Conn | null } | null;
  clients: Map<Conn, ClientSeat>;
  yielding: { toConn: Conn; byMs: number } | null;

  placement: number;
  agent: AgentSeat | null;
  /** Present while an agent is wanted and none is attached. */
  placing: { askAtMs: number; asks: number; asking: boolean; avoid: string | null } | null;
  /** The host that was promised last, if no session has timed it yet. */
  newcomer: string | null;
  status: SessionStatus;
  /** Nobody pays for more, since then. */
  paused: { reason: PauseReason; sinceMs: number } | null;

  settings: KnownSettings | null;
  /** Highest canvas version answered under this epoch. */
  done: number;
  /** The pen said it has something newer. */
  ready: Ready | null;
  wantOwed: boolean;
  wantSaidAtMs: number;
  waiting: HeldFrame | null;
  inFlight: HeldFrame[];
  /** Of the canvas of this version, the variations that were answered. */
  variations: { version: number; done: number[] } | null;
  /** When frames came lately that no host could decode. */
  unreadableAtMs: number[];
  /** No frame is taken before this. */
  framesFromMs: number;

  /** Pieces of the stroke log; said by whoever can read it, before anybody is greeted. */
  chunks: number;
  /** Of chunks that were taken and are not stored yet. */
  waitingBytes: number;
  penChanges: Budget;
  activeAtMs: number;
  emptySinceMs: number | null;
  counts: {
    frames: number;
    pictures: number;
    refused: number;
    placements: number;
    dropped: Record<DropReason, number>;
  };
}

/** What outlives the session's memory. */
export interface Remembered {
  generation: number;
  epoch: number;
  penClientId: string | null;
  placement: number;
}

/** Half of what there is: a number beyond it was not counted here, and what is counted on has room above. */
const SOUND_PLACEMENT_MAX = PLACEMENT_MAX / 2;
const soundPlacement = (placement: number): number =>
  Number.isInteger(placement) && placement >= 0 && placement <= SOUND_PLACEMENT_MAX ? placement : 0;

export function createSessionState(remembered: Remembered, nowMs: number): SessionState {
  return {
    generation: remembered.generation,
    nextSeq: firstSeq(remembered.generation) + 1,
    epoch: remembered.epoch,
    pen: remembered.penClientId === null ? null : { clientId: remembered.penClientId, conn: null },
    clients: new Map(),
    yielding: null,
    placement: soundPlacement(remembered.placement),
    agent: null,
    placing: null,
    newcomer: null,
    status: { state: "resting" },
    paused: null,
    settings: null,
    done: 0,
    ready: null,
    wantOwed: false,
    wantSaidAtMs: -Infinity,
    waiting: null,
    inFlight: [],
    variations: null,
    unreadableAtMs: [],
    framesFromMs: -Infinity,
    chunks: 0,
    waitingBytes: 0,
    penChanges: fullBudget(PEN_CHANGES, nowMs),
    activeAtMs: nowMs,
    emptySinceMs: nowMs,
    counts: {
      frames: 0,
      pictures: 0,
      refused: 0,
      placements: 0,
      dropped: { superseded: 0, failed: 0, stale: 0 },
    },
  };
}

export const isVariation = ({ header }: HeldFrame): boolean => header.variation !== undefined;

/** Frames whose end is not known, oldest first. */
export function openFrames(state: SessionState): HeldFrame[] {
  const sent = state.inFlight.filter(({ isTold }) => !isTold);
  return state.waiting ? [...sent, state.waiting] : sent;
}

/** Highest canvas version received under this epoch and not lost since: answered, waiting or being made. */
export function haveOf(state: SessionState): number {
  let have = state.done;
  for (const frame of openFrames(state)) if (!isVariation(frame)) have = Math.max(have, frame.header.version);
  return have;
}
