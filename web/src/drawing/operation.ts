/** The stroke log, as this page defines it: one JSON line per operation. The server stores it and never reads it. */

export type Tool = "brush" | "eraser";
/** In document coordinates; `tMs` counts from the stroke's first point; pressure is null where the device has none. */
export type StrokePoint = readonly [x: number, y: number, tMs: number, pressure: number | null];

export interface StrokeOperation {
  op: "stroke";
  id: string;
  tool: Tool;
  colour: string;
  size: number;
  points: readonly StrokePoint[];
  /** Goes on from the stroke before it: one movement of the hand, undone as one. */
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

/** `id` is random: an operation that reaches the log twice counts once. */
export type Operation = StrokeOperation | MarkOperation | { op: "undo" | "redo" | "clear"; id: string };

/** Bytes whose concatenation, chunk after chunk, is the log. */
export function encodeOperations(operations: readonly Operation[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(operations.map((operation) => `${JSON.stringify(operation)}\n`).join(""));
}

/** Every operation in `log`. Lines of a newer page, or broken ones, are passed over. */
export function decodeOperations(log: Uint8Array): Operation[] {
  const operations: Operation[] = [];
  for (const line of new TextDecoder().decode(log).split("\n")) {
    if (!line) continue;
    const operation = parseOperation(line);
    if (operation) operations.push(operation);
  }
  return operations;
}

function parseOperation(line: string): Operation | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isRecord(value) || typeof value.id !== "string") return null;
  const { op, id } = value;
  if (op === "undo" || op === "redo" || op === "clear") return { op, id };
  if (op === "mark") return parseMark(id, value);
  return op === "stroke" ? parseStroke(id, value) : null;
}

function parseMark(id: string, value: Record<string, unknown>): MarkOperation | null {
  const { epoch, version, after, growing } = value;
  if (!isCount(epoch) || !isCount(version)) return null;
  if (after !== null && typeof after !== "string") return null;
  const mark: MarkOperation = { op: "mark", id, epoch, version, after };
  if (growing === undefined) return mark;
  if (!isRecord(growing) || typeof growing.id !== "string") return null;
  const stroke = parseStroke(growing.id, growing);
  return stroke && { ...mark, growing: stroke };
}

function parseStroke(id: string, value: Record<string, unknown>): StrokeOperation | null {
  const { tool, colour, size, points, joins } = value;
  if (tool !== "brush" && tool !== "eraser") return null;
  if (typeof colour !== "string" || typeof size !== "number" || !(size > 0)) return null;
  if (!Array.isArray(points) || points.length === 0 || !points.every(isPoint)) return null;
  const stroke: StrokeOperation = { op: "stroke", id, tool, colour, size, points };
  if (joins === true) stroke.joins = true;
  return stroke;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

function isPoint(value: unknown): value is StrokePoint {
  if (!Array.isArray(value) || value.length !== 4) return false;
  const [x, y, tMs, pressure] = value as unknown[];
  const numbers = pressure === null ? [x, y, tMs] : [x, y, tMs, pressure];
  return numbers.every((number) => Number.isFinite(number));
}
