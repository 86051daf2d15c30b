import type {
  ClientMessage,
  FrameHeader,
  ImageFormat,
  PictureHeader,
  Quality,
  SessionMessage,
  Settings,
} from "@llamasketch/contract";

export interface EncodedCanvas {
  /** The machine's version at the instant the pixels were read. */
  version: number;
  quality: Quality;
  format: ImageFormat;
  widthPx: number;
  heightPx: number;
  bytes: Uint8Array;
  encodeMs: number;
  /** Of `bytes`; equal hashes mean equal canvases. */
  hash: number;
}

export type ClientEvent =
  | { type: "opened" }
  | { type: "closed"; code: number }
  | { type: "message"; message: SessionMessage }
  | { type: "picture"; header: PictureHeader; message: Uint8Array }
  | { type: "pong" }
  | { type: "inked" }
  | { type: "pen"; down: boolean }
  | { type: "settings"; settings: Settings }
  | { type: "encoded"; canvas: EncodedCanvas | null }
  | { type: "chunk"; bytes: Uint8Array }
  /** The unsaved strokes asked for by `yield` were handed in as chunks. */
  | { type: "flushed" }
  | { type: "take" }
  /** A person asks for more of the present canvas. */
  | { type: "askVariations"; count: number }
  /** Spending on this sketch stops there; null: nowhere. */
  | { type: "stopAt"; credits: number | null }
  /** A person may have bought credits, or has new ones today. */
  | { type: "topUp" }
  | { type: "variationsAtRest"; count: number }
  | { type: "stop" }
  | { type: "tick" };

export type ClientEffect =
  | { type: "dial" }
  | { type: "hangUp" }
  | { type: "ping" }
  | { type: "send"; message: ClientMessage }
  | { type: "sendFrame"; header: FrameHeader; bytes: Uint8Array }
  | { type: "sendChunk"; epoch: number; chunkId: number; version: number; bytes: Uint8Array }
  /** Read the canvas as it is when the socket has drained, encode it, and answer with `encoded`. */
  | { type: "encode"; quality: Quality }
  | { type: "show"; header: PictureHeader; message: Uint8Array; strokeMs: number[] }
  | { type: "showVariation"; header: PictureHeader; message: Uint8Array }
  /** The hand rests: a good moment to save strokes. */
  | { type: "paused" }
  /** Another device asked for the pen: hand over unsaved strokes as chunks at once, then nothing more is drawn here. */
  | { type: "yield" }
  | { type: "saved"; chunkId: number; index: number }
  | { type: "kept"; pictureId: string; version: number; quality: Quality | null; variation: number | null }
  | { type: "refused"; code: string; message: string };
