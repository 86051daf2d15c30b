/** The stroke log, as this page defines it: one JSON line per operation. The server stores it and never reads it. */

export type StrokeTool = "brush" | "eraser" | "line";
/** Ink lies in two layers; images lie below both. */
export type InkLayer = 0 | 1;
export const INK_LAYERS: readonly InkLayer[] = [0, 1];

/**
 * In document coordinates; `tMs` counts from the stroke's first point; pressure, 0 to 1, is null where the device has
 * none; tilt is 0 for an upright pen and 1 for one that lies flat.
 */
export type StrokePoint = readonly [
  x: number,
  y: number,
  tMs: number,
  pressure: number | null,
  tilt?: number,
];

export interface StrokeOperation {
  op: "stroke";
  id: string;
  tool: StrokeTool;
  colour: string;
  size: number;
  points: readonly StrokePoint[];
  /** Goes on from the stroke before it: one movement of the hand, undone as one. */
  joins?: true;
  /** 0 when absent. */
  layer?: InkLayer;
}

/** An area that was filled: what the flood found, not where it began, so that every device shows the same. */
export interface FillOperation {
  op: "fill";
  id: string;
  colour: string;
  /** Closed outlines, x and y by turns, in document coordinates; what lies inside an odd number of them is filled. */
  rings: readonly (readonly number[])[];
  /** Below the ink that is there. */
  under?: true;
  layer?: InkLayer;
}

/** Part `part` of the bytes of an image, in base64; `parts` of them make it whole. They come before it. */
export interface BytesOperation {
  op: "bytes";
  id: string;
  /** The image's id. */
  of: string;
  part: number;
  parts: number;
  data: string;
}

/** Where something lies on the page: its centre, its sides, and how far it is turned clockwise, in degrees. */
export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
  angle: number;
}

export interface ImageOperation {
  op: "image";
  id: string;
  place: Place;
  opacity: number;
}

/** Changes how a layer lies or looks; `target` is an image's id, or `ink0` or `ink1`. */
export interface SetOperation {
  op: "set";
  id: string;
  target: string;
  opacity?: number;
  hidden?: boolean;
  removed?: true;
  place?: Place;
  /** Goes on from the change before it, and is undone with it. */
  joins?: true;
}

/**
 * Which canvas a kept picture was made from: that of version `version` under pen epoch `epoch` was the replay of all
 * operations up to and including `after` (null: none), and above them the stroke that grew at that moment. It changes
 * nothing on the page, and may stand later in the log than what it speaks of.
 */
export interface MarkOperation {
  op: "mark";
  id: string;
  epoch: number;
  version: number;
  after: string | null;
  growing?: StrokeOperation;
}

/** Makes the page what it was after the operation `after` (null: blank), with the stroke that grew then. */
export interface RestoreOperation {
  op: "restore";
  id: string;
  after: string | null;
  growing?: StrokeOperation;
}

/** Empties the page, or one layer of ink. */
export interface ClearOperation {
  op: "clear";
  id: string;
  layer?: InkLayer;
}

/** `id` is random: an operation that reaches the log twice counts once. */
export type Operation =
  | StrokeOperation
  | FillOperation
  | BytesOperation
  | ImageOperation
  | SetOperation
  | MarkOperation
  | ClearOperation
  | RestoreOperation
  | { op: "undo" | "redo"; id: string };

/** What is painted on a layer of ink. */
export type InkItem = StrokeOperation | FillOperation;

/** Bytes whose concatenation, chunk after chunk, is the log. */
export function encodeOperations(operations: readonly Operation[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(operations.map((operation) => `${JSON.stringify(operation)}\n`).join(""));
}
