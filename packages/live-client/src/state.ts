import type { DropReason, MeterMessage, Quality, SessionStatus, Settings } from "@llamasketch/contract";
import type { EncodedCanvas } from "./events.ts";

/** Variations of one canvas, on their way to the screen. */
export interface VariationSet {
  version: number;
  /** Read once for all of them. */
  canvas: EncodedCanvas | null;
  /** In the order in which they are sent; `sentAtMs` is null while one is not sent, or was lost. */
  items: { variation: number; sentAtMs: number | null; isHere: boolean }[];
}

/** What one tab knows. Pure data: every change goes through `step`. Times are ms on the tab's own clock. */
export interface ClientState {
  readonly clientId: string;
  readonly refine: boolean;
  /** How many variations are asked for by themselves when the hand has rested. */
  variationsAtRest: number;
  penWish: "free" | "take" | "watch";
  connection: "connecting" | "open" | "waiting" | "stopped";
  /** When to dial again while `waiting`. */
  redialAtMs: number;
  failures: number;
  pingSentAtMs: number | null;
  heardAtMs: number;

  generation: number;
  holder: "you" | "other" | "none" | "unknown";
  epoch: number;
  status: SessionStatus | null;
  /** What was spent and is left, as the session last told, and when. */
  meter: { told: MeterMessage; atMs: number } | null;

  /** Counts changes of the canvas and of the settings, in this tab; never goes back. */
  version: number;
  penDown: boolean;
  inkAtMs: number;
  paused: boolean;
  settings: Settings;
  settingsVersion: number;
  settingsSent: number;
  settingsRefused: boolean;

  want: { have: number; done: number } | null;
  /** Of the present canvas; null when none are asked for, or the hand moved. */
  variations: VariationSet | null;
  /** Sequence of the newest variation of each number, from 1, over all devices. */
  variationSeqs: number[];
  encoding: boolean;
  /** The newest frame sent and not known to be lost. */
  sent: { version: number; quality: Quality; hash: number; atMs: number; settingsVersion: number } | null;
  saidChangedAtMs: number | null;
  /** What the newest picture on screen shows of this tab's own canvas. */
  shown: { epoch: number; version: number; quality: Quality | null; hash: number; settingsVersion: number };
  /** Order of the newest picture on screen, over all devices. */
  shownOrder: { epoch: number; seq: number; version: number };

  /** Strokes whose first picture is still owed: their last version and when the pen left. */
  owed: { version: number; atMs: number }[];
  unsaved: { chunkId: number; version: number; bytes: Uint8Array; sentAtMs: number | null }[];
  nextChunk: number;
  /** Nothing more is kept: strokes stay here and are not sent. */
  storageFull: boolean;
  storedChunks: number;
  yielding: boolean;

  counts: {
    frames: number;
    pictures: number;
    dropped: number;
    drops: Record<DropReason, number>;
    reconnects: number;
  };
}

export interface ClientOptions {
  clientId: string;
  pen: "free" | "take" | "watch";
  settings: Settings;
  /** Random u32: chunk ids of one tab start here, so that two tabs never mean different strokes by one id. */
  chunkSeed: number;
  /** Ask for a sharper picture when the hand rests; true unless said otherwise. */
  refine?: boolean;
  /** Variations, 1 to 4, asked for by themselves when the hand has rested; none unless said otherwise. */
  variations?: number;
}

export function createClientState(options: ClientOptions): ClientState {
  return {
    clientId: options.clientId,
    refine: options.refine ?? true,
    variationsAtRest: options.variations ?? 0,
    penWish: options.pen,
    connection: "connecting",
    redialAtMs: 0,
    failures: 0,
    pingSentAtMs: null,
    heardAtMs: 0,
    generation: 0,
    holder: "unknown",
    epoch: 0,
    status: null,
    meter: null,
    version: 0,
    penDown: false,
    inkAtMs: 0,
    paused: true,
    settings: options.settings,
    settingsVersion: 1,
    settingsSent: 0,
    settingsRefused: false,
    want: null,
    variations: null,
    variationSeqs: [],
    encoding: false,
    sent: null,
    saidChangedAtMs: null,
    shown: { epoch: 0, version: 0, quality: null, hash: 0, settingsVersion: 0 },
    shownOrder: { epoch: 0, seq: 0, version: 0 },
    owed: [],
    unsaved: [],
    storageFull: false,
    nextChunk: (options.chunkSeed >>> 0) * 0x10_0000,
    storedChunks: 0,
    yielding: false,
    counts: {
      frames: 0,
      pictures: 0,
      dropped: 0,
      drops: { superseded: 0, failed: 0, stale: 0 },
      reconnects: 0,
    },
  };
}
