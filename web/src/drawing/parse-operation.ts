import type {
  BytesOperation,
  ClearOperation,
  FillOperation,
  ImageOperation,
  InkLayer,
  MarkOperation,
  Operation,
  Place,
  RestoreOperation,
  SetOperation,
  StrokeOperation,
  StrokePoint,
} from "./operation.ts";

type Fields = Record<string, unknown>;

/** Every operation in `log`. Lines of a newer page, or broken ones, are passed over. */
export function decodeOperations(log: Uint8Array): Operation[] {
  return new TextDecoder().decode(log).split("\n").flatMap(parseLine);
}

/** The operation that a line of the log says: one, or none when it is broken or of a newer page. */
export function parseLine(line: string): Operation[] {
  if (!line) return [];
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return [];
  }
  if (!isRecord(value) || typeof value.id !== "string") return [];
  const operation = parse(value.id, value);
  return operation ? [operation] : [];
}

function parse(id: string, value: Fields): Operation | null {
  switch (value.op) {
    case "undo":
    case "redo":
      return { op: value.op, id };
    case "clear":
      return parseClear(id, value);
    case "stroke":
      return parseStroke(id, value);
    case "fill":
      return parseFill(id, value);
    case "bytes":
      return parseBytes(id, value);
    case "image":
      return parseImage(id, value);
    case "set":
      return parseSet(id, value);
    case "mark":
      return parseMark(id, value);
    case "restore":
      return parseRestore(id, value);
    default:
      return null;
  }
}

function parseClear(id: string, { layer }: Fields): ClearOperation | null {
  return isLayer(layer) ? { op: "clear", id, ...(layer !== undefined && { layer }) } : null;
}

function parseStroke(id: string, value: Fields): StrokeOperation | null {
  const { tool, colour, size, points, joins, layer } = value;
  if (tool !== "brush" && tool !== "eraser" && tool !== "line") return null;
  if (typeof colour !== "string" || !isNumber(size) || size <= 0) return null;
  if (!Array.isArray(points) || points.length === 0 || !points.every(isPoint)) return null;
  if (!isLayer(layer)) return null;
  const stroke: StrokeOperation = { op: "stroke", id, tool, colour, size, points };
  if (joins === true) stroke.joins = true;
  if (layer) stroke.layer = layer;
  return stroke;
}

function parseFill(id: string, value: Fields): FillOperation | null {
  const { colour, rings, under, layer } = value;
  if (typeof colour !== "string" || !Array.isArray(rings) || !isLayer(layer)) return null;
  if (!rings.every((ring) => Array.isArray(ring) && ring.every(isNumber))) return null;
  const fill: FillOperation = { op: "fill", id, colour, rings };
  if (under === true) fill.under = true;
  if (layer) fill.layer = layer;
  return fill;
}

function parseBytes(id: string, { of, part, parts, data }: Fields): BytesOperation | null {
  if (typeof of !== "string" || typeof data !== "string" || !isCount(part) || !isCount(parts)) return null;
  return part < parts && parts <= PARTS_MAX ? { op: "bytes", id, of, part, parts, data } : null;
}

/** More parts than any image has. */
const PARTS_MAX = 64;

function parseImage(id: string, { place, opacity }: Fields): ImageOperation | null {
  return isPlace(place) && isShare(opacity) ? { op: "image", id, place, opacity } : null;
}

function parseSet(id: string, value: Fields): SetOperation | null {
  const { target, opacity, hidden, removed, place, joins } = value;
  if (typeof target !== "string") return null;
  const set: SetOperation = { op: "set", id, target };
  if (isShare(opacity)) set.opacity = opacity;
  if (typeof hidden === "boolean") set.hidden = hidden;
  if (removed === true) set.removed = true;
  if (isPlace(place)) set.place = place;
  if (joins === true) set.joins = true;
  return set;
}

function parseMark(id: string, value: Fields): MarkOperation | null {
  const { epoch, version } = value;
  const moment = parseMoment(value);
  return isCount(epoch) && isCount(version) && moment ? { op: "mark", id, epoch, version, ...moment } : null;
}

function parseRestore(id: string, value: Fields): RestoreOperation | null {
  const moment = parseMoment(value);
  return moment && { op: "restore", id, ...moment };
}

/** A moment of the drawing: after which operation, and what grew then. */
function parseMoment({ after, growing }: Fields): Pick<MarkOperation, "after" | "growing"> | null {
  if (after !== null && typeof after !== "string") return null;
  if (growing === undefined) return { after };
  if (!isRecord(growing) || typeof growing.id !== "string") return null;
  const stroke = parseStroke(growing.id, growing);
  return stroke && { after, growing: stroke };
}

const isRecord = (value: unknown): value is Fields => typeof value === "object" && value !== null;
const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isShare = (value: unknown): value is number => isNumber(value) && value >= 0 && value <= 1;
const isLayer = (value: unknown): value is InkLayer | undefined =>
  value === undefined || value === 0 || value === 1;

function isPlace(value: unknown): value is Place {
  if (!isRecord(value)) return false;
  const { x, y, width, height, angle } = value;
  return [x, y, width, height, angle].every(isNumber) && Number(width) > 0 && Number(height) > 0;
}

function isPoint(value: unknown): value is StrokePoint {
  if (!Array.isArray(value) || value.length < 4 || value.length > 5) return false;
  const [x, y, tMs, pressure, tilt] = value as unknown[];
  return (
    isNumber(x) &&
    isNumber(y) &&
    isNumber(tMs) &&
    (pressure === null || isNumber(pressure)) &&
    (tilt === undefined || isNumber(tilt))
  );
}
