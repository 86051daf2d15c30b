/** The shell around the client machine: one socket, one timer. Everything of the platform is handed in. */
import {
  CLOSE,
  encodeMessage,
  readHeader,
  readMessage,
  sessionMessage,
  type ImageFormat,
  type PictureHeader,
  type Quality,
  type Settings,
} from "@llamasketch/contract";
import type { ClientEvent } from "./events.ts";
import { createClientState, type ClientOptions, type ClientState } from "./state.ts";
import { nextDeadlineMs, step } from "./step.ts";

/** The part of a WebSocket that is used; browsers' own and the `ws` package's both have it. */
export interface SocketLike {
  binaryType: string;
  readonly bufferedAmount: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
}

export interface Platform {
  nowMs(): number;
  random(): number;
  /** Calls back once, `delayMs` from now; the returned function cancels. */
  timer(delayMs: number, fire: () => void): () => void;
  /** Fetches a ticket and opens the socket it names. Rejects when either is refused. */
  dial(): Promise<SocketLike>;
}

export interface LiveHandlers {
  /**
   * Reads the canvas as it is now and encodes it; null when that failed. `hash` is of the bytes. `quality`, when said, is
   * what was encoded instead of what was asked for: then a picture of that quality comes.
   */
  encode(quality: Quality): Promise<{
    bytes: Uint8Array;
    quality?: Quality;
    format: ImageFormat;
    widthPx: number;
    heightPx: number;
    hash: number;
  } | null>;
  /** A picture newer than any before it. `strokeMs`: pen-up to now, for each stroke it is the first to include. */
  onPicture(header: PictureHeader, image: Uint8Array, strokeMs: number[]): void;
  /** Something of `state` may have changed. */
  onChange?(state: Readonly<ClientState>): void;
  /** The hand rests. */
  onPaused?(): void;
  /** Unsaved strokes must be handed over now, through `saveChunk`; nothing is drawn here until the pen is taken again. */
  onYield?(): void;
  onSaved?(chunkId: number, index: number): void;
  /** `variation` tells one from the picture of a pause. */
  onKept?(
    pictureId: string,
    version: number,
    more: { quality: Quality | null; variation: number | null },
  ): void;
  /** A variation of the canvas on screen, or of a newer one; `header.variation` is its number. */
  onVariation?(header: PictureHeader, image: Uint8Array): void;
  onRefused?(code: string, message: string): void;
}

export interface LiveSketch {
  readonly state: Readonly<ClientState>;
  /** The canvas changed. Call for every change, as often as input comes. */
  inked(): void;
  pen(down: boolean): void;
  setSettings(settings: Settings): void;
  takePen(): void;
  /** Asks for variations 1 to `count` of the present canvas; they are forgotten when it changes. */
  askVariations(count: number): void;
  /** Spending on this sketch stops there; null: nowhere. Only the holder of the pen is heeded. */
  stopAt(credits: number | null): void;
  /** There may be credits again: the session asks its ledger, and for one that is paused a new ticket is fetched. */
  topUp(): void;
  /** How many variations are asked for by themselves when the hand has rested. */
  setVariationsAtRest(count: number): void;
  /** Hands over opaque stroke-log bytes; they are sent until stored. */
  saveChunk(bytes: Uint8Array): void;
  stop(): void;
}

const DRAIN_POLL_MS = 8;
const DIAL_TIMEOUT_MS = 8000;

export function openLiveSketch(
  options: ClientOptions,
  platform: Platform,
  handlers: LiveHandlers,
): LiveSketch {
  const state = createClientState(options);
  let socket: SocketLike | null = null;
  let dialNumber = 0;
  let cancelTimer: (() => void) | null = null;

  function dispatch(event: ClientEvent): void {
    for (const effect of step(state, event, platform.nowMs(), platform.random)) {
      switch (effect.type) {
        case "dial":
          void dial();
          break;
        case "hangUp":
          drop(CLOSE.dead.code);
          break;
        case "ping":
          socket?.send("ping");
          break;
        case "send":
          socket?.send(JSON.stringify(effect.message));
          break;
        case "sendFrame":
          socket?.send(encodeMessage(effect.header, effect.bytes));
          break;
        case "sendChunk": {
          const { epoch, chunkId, version, bytes } = effect;
          socket?.send(encodeMessage({ kind: "chunk", epoch, chunkId, version }, bytes));
          break;
        }
        case "encode":
          void encode(effect.quality);
          break;
        case "show":
          handlers.onPicture(effect.header, effect.message.subarray(32), effect.strokeMs);
          break;
        case "paused":
          handlers.onPaused?.();
          break;
        case "yield":
          handlers.onYield?.();
          dispatch({ type: "flushed" });
          break;
        case "saved":
          handlers.onSaved?.(effect.chunkId, effect.index);
          break;
        case "kept":
          handlers.onKept?.(effect.pictureId, effect.version, effect);
          break;
        case "showVariation":
          handlers.onVariation?.(effect.header, effect.message.subarray(32));
          break;
        case "refused":
          handlers.onRefused?.(effect.code, effect.message);
          break;
      }
    }
    arm();
    handlers.onChange?.(state);
  }

  function arm(): void {
    cancelTimer?.();
    cancelTimer = null;
    const at = nextDeadlineMs(state);
    if (at === null) return;
    cancelTimer = platform.timer(Math.max(0, at - platform.nowMs()), () => dispatch({ type: "tick" }));
  }

  /** Ends the present socket as far as the machine is concerned, whether or not its close ever arrives. */
  function drop(code: number): void {
    const old = socket;
    socket = null;
    dialNumber += 1;
    if (old) {
      old.onopen = old.onmessage = old.onclose = null;
      // A socket that fails after this has nobody left to tell.
      old.onerror = () => undefined;
      old.close(1000);
    }
    dispatch({ type: "closed", code });
  }

  async function dial(): Promise<void> {
    const mine = ++dialNumber;
    const cancel = platform.timer(DIAL_TIMEOUT_MS, () => {
      if (mine === dialNumber) drop(CLOSE.dead.code);
    });
    let opened: SocketLike;
    try {
      opened = await platform.dial();
    } catch {
      cancel();
      if (mine === dialNumber) drop(CLOSE.dead.code);
      return;
    }
    if (mine !== dialNumber) {
      cancel();
      opened.onerror = () => undefined;
      opened.close(1000);
      return;
    }
    socket = opened;
    opened.binaryType = "arraybuffer";
    opened.onopen = () => {
      cancel();
      dispatch({ type: "opened" });
    };
    opened.onmessage = (event) => receive(event.data);
    opened.onerror = () => undefined;
    opened.onclose = (event) => {
      cancel();
      if (socket === opened) drop(event.code);
    };
  }

  function receive(data: unknown): void {
    if (typeof data === "string") {
      if (data === "pong") return dispatch({ type: "pong" });
      const message = readMessage(sessionMessage, data);
      // A newer server may say more than this client knows; what is unknown is passed over.
      if (message) dispatch({ type: "message", message });
      return;
    }
    if (!(data instanceof ArrayBuffer)) return;
    const message = new Uint8Array(data);
    const header = readHeader(message);
    if (header?.kind === "picture") dispatch({ type: "picture", header, message });
  }

  async function encode(quality: Quality): Promise<void> {
    while (socket && socket.bufferedAmount > 0) {
      await new Promise<void>((resolve) => platform.timer(DRAIN_POLL_MS, resolve));
    }
    const startedMs = platform.nowMs();
    const version = state.version;
    const canvas = await handlers.encode(quality).catch(() => null);
    const encodeMs = platform.nowMs() - startedMs;
    dispatch({ type: "encoded", canvas: canvas && { quality, ...canvas, version, encodeMs } });
  }

  void dial();
  arm();
  return {
    state,
    inked: () => dispatch({ type: "inked" }),
    pen: (down) => dispatch({ type: "pen", down }),
    setSettings: (settings) => dispatch({ type: "settings", settings }),
    takePen: () => dispatch({ type: "take" }),
    askVariations: (count) => dispatch({ type: "askVariations", count }),
    stopAt: (credits) => dispatch({ type: "stopAt", credits }),
    topUp: () => dispatch({ type: "topUp" }),
    setVariationsAtRest: (count) => dispatch({ type: "variationsAtRest", count }),
    saveChunk: (bytes) => dispatch({ type: "chunk", bytes }),
    stop: () => {
      dispatch({ type: "stop" });
      cancelTimer?.();
    },
  };
}
