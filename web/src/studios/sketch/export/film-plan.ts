import type { PictureView } from "@llamasketch/contract";
import { findMark } from "../../../drawing/canvas-at.ts";
import type { Operation, StrokeOperation } from "../../../drawing/operation.ts";

/** One step of the drawing, in the film's own time. */
export interface Beat {
  operation: Operation;
  fromMs: number;
  durationMs: number;
}
export interface Cue {
  atMs: number;
  picture: PictureView;
}
/** A drawing and its pictures as they came about, told in half a minute at most. */
export interface Film {
  beats: readonly Beat[];
  cues: readonly Cue[];
  durationMs: number;
}

/** What a frame of the film shows. */
export interface Scene {
  /** Beats that are done. */
  done: number;
  growing: StrokeOperation | null;
  /** Place of the newest picture among the cues; -1 before the first. */
  cue: number;
  /** How far it has come in over the one before, 0 to 1. */
  fade: number;
}

export const FILM_MAX_MS = 30_000;
const TAIL_MS = 2000;
const FADE_MS = 250;
/** As they were drawn, but for hands that froze or flashed. */
const STROKE_MIN_MS = 80;
const STROKE_MAX_MS = 2500;
const OTHER_MS = 150;
const GAP_MS = 80;
/** Of a picture without ink. */
const PICTURE_MS = 600;

/**
 * `pictures` in any order; variations stay beside the story. Where the log does not say when a picture came (older pages and other
 * programs wrote no marks), it comes between those around it.
 */
export function planFilm(operations: readonly Operation[], pictures: readonly PictureView[]): Film {
  const drawn = operations.filter(({ op }) => op !== "mark");
  const endsAt = new Map<string, number>();
  let atMs = 0;
  const natural = drawn.map((operation) => {
    const durationMs = naturalMs(operation);
    const beat = { operation, fromMs: atMs, durationMs };
    atMs += durationMs;
    endsAt.set(operation.id, atMs);
    if (durationMs > 0) atMs += GAP_MS;
    return beat;
  });
  const shown = pictures.filter(({ kind }) => kind !== "variation").toSorted(byOrder);
  const isDrawn = atMs > 0;
  // Drawn by a program that keeps no strokes: then the pictures are all there is to see.
  const endMs = isDrawn ? atMs : shown.length * PICTURE_MS;
  const pace = Math.min(1, (FILM_MAX_MS - TAIL_MS) / Math.max(1, endMs));
  const beats = natural.map(({ operation, fromMs, durationMs }) => ({
    operation,
    fromMs: fromMs * pace,
    durationMs: durationMs * pace,
  }));
  const marked = shown.map((picture) => {
    const mark = findMark(operations, picture.epoch, picture.version);
    return mark && (mark.after === null ? 0 : (endsAt.get(mark.after) ?? null));
  });
  const times = isDrawn ? between(marked, endMs) : shown.map((_, at) => at * PICTURE_MS);
  const cues = shown
    .map((picture, at) => ({ atMs: (times[at] ?? endMs) * pace, picture }))
    .toSorted((a, b) => a.atMs - b.atMs || byOrder(a.picture, b.picture));
  return { beats, cues, durationMs: endMs * pace + TAIL_MS };
}

/** As they were made; a final comes after the picture of the same canvas. */
const byOrder = (a: PictureView, b: PictureView): number =>
  a.epoch - b.epoch || a.version - b.version || rank(a) - rank(b);
const rank = ({ kind }: PictureView): number => (kind === "final" ? 1 : 0);

/** Those without a time of their own, evenly between those around them; the last of all at the end. */
function between(times: readonly (number | null)[], endMs: number): number[] {
  const filled: number[] = [];
  for (let at = 0; at < times.length; at++) {
    const own = times[at];
    if (own !== null && own !== undefined) {
      filled.push(own);
      continue;
    }
    const nextAt = times.findIndex((time, place) => place > at && time !== null);
    const steps = nextAt < 0 ? times.length - at : nextAt - at + 1;
    const fromMs = filled[at - 1] ?? 0;
    filled.push(fromMs + ((times[nextAt] ?? endMs) - fromMs) / steps);
  }
  return filled;
}

function naturalMs(operation: Operation): number {
  if (operation.op === "stroke") {
    const lastMs = operation.points.at(-1)?.[2] ?? 0;
    return Math.min(STROKE_MAX_MS, Math.max(STROKE_MIN_MS, lastMs));
  }
  // The bytes of an image are there before it, and are not seen.
  return operation.op === "bytes" ? 0 : OTHER_MS;
}

/** What is seen at `atMs`. Frames are asked for in order, so `from` is the scene before. */
export function sceneAt(film: Film, atMs: number, from: Scene | null): Scene {
  let done = from?.done ?? 0;
  let beat = film.beats[done];
  while (beat && atMs >= beat.fromMs + beat.durationMs) beat = film.beats[++done];
  let cue = from?.cue ?? -1;
  while ((film.cues[cue + 1]?.atMs ?? Infinity) <= atMs) cue += 1;
  const cameMs = film.cues[cue]?.atMs ?? 0;
  return {
    done,
    growing: beat && atMs > beat.fromMs ? grown(beat, atMs) : null,
    cue,
    fade: Math.min(1, (atMs - cameMs) / FADE_MS),
  };
}

/** A stroke as far as the hand has come. */
function grown({ operation, fromMs, durationMs }: Beat, atMs: number): StrokeOperation | null {
  if (operation.op !== "stroke") return null;
  const lastMs = operation.points.at(-1)?.[2] ?? 0;
  const untilMs = ((atMs - fromMs) / durationMs) * lastMs;
  const points = operation.points.filter(([, , tMs]) => tMs <= untilMs);
  return points.length ? { ...operation, points } : null;
}
