import { PAGE_SIDE } from "./page-size.ts";

export interface Point {
  x: number;
  y: number;
}

/** How the page is looked at: `x` and `y` are where its centre lies from the middle of its frame, in CSS px. */
export interface View {
  /** 1: the page just fits its frame. */
  zoom: number;
  /** Radians, clockwise. */
  angle: number;
  x: number;
  y: number;
}

/** The part of the screen the page is seen through, CSS px. */
export interface Frame {
  width: number;
  height: number;
}

export const FIRST_VIEW: View = { zoom: 1, angle: 0, x: 0, y: 0 };
export const ZOOM_MIN = 0.5;
export const ZOOM_MAX = 16;
/** So much of the page always stays in its frame, CSS px. */
const REACHABLE_PX = 72;
/** Let go this near to upright, or to the first view, it was meant. */
const NEAR_UPRIGHT = (6 * Math.PI) / 180;
const NEAR_ZOOM = 0.06;
const NEAR_PX = 16;

/** CSS px of the page's side at zoom 1. */
export const fittingSidePx = ({ width, height }: Frame): number => Math.min(width, height);

const scaleOf = (view: View, frame: Frame): number => (view.zoom * fittingSidePx(frame)) / PAGE_SIDE;

function turned({ x, y }: Point, angle: number): Point {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return { x: x * cos - y * sin, y: x * sin + y * cos };
}

/** From the frame's own coordinates, CSS px from its top left, to the page's. */
export function toPage(view: View, frame: Frame, point: Point): Point {
  const fromCentre = { x: point.x - frame.width / 2 - view.x, y: point.y - frame.height / 2 - view.y };
  const { x, y } = turned(fromCentre, -view.angle);
  const scale = scaleOf(view, frame);
  return { x: x / scale + PAGE_SIDE / 2, y: y / scale + PAGE_SIDE / 2 };
}

export function toFrame(view: View, frame: Frame, point: Point): Point {
  const scale = scaleOf(view, frame);
  const fromCentre = { x: (point.x - PAGE_SIDE / 2) * scale, y: (point.y - PAGE_SIDE / 2) * scale };
  const { x, y } = turned(fromCentre, view.angle);
  return { x: x + frame.width / 2 + view.x, y: y + frame.height / 2 + view.y };
}

export const moved = (view: View, x: number, y: number): View => ({ ...view, x: view.x + x, y: view.y + y });

/** Nearer by `factor`, the page's point at `at` (of the frame) staying where it is. */
export function zoomed(view: View, frame: Frame, at: Point, factor: number): View {
  const zoom = Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, view.zoom * factor));
  const grown = zoom / view.zoom;
  const [middleX, middleY] = [at.x - frame.width / 2, at.y - frame.height / 2];
  return { ...view, zoom, x: middleX + (view.x - middleX) * grown, y: middleY + (view.y - middleY) * grown };
}

/** Two fingers went from `from` to `to`: the page's points under them go with them. */
export function pinched(
  view: View,
  frame: Frame,
  from: readonly [Point, Point],
  to: readonly [Point, Point],
): View {
  const before = span(from);
  const after = span(to);
  const zoom = Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, (view.zoom * after.length) / before.length));
  const turn = after.angle - before.angle;
  const arm = {
    x: view.x + frame.width / 2 - before.middle.x,
    y: view.y + frame.height / 2 - before.middle.y,
  };
  const { x, y } = turned(arm, turn);
  const grown = zoom / view.zoom;
  return {
    zoom,
    angle: view.angle + turn,
    x: after.middle.x + x * grown - frame.width / 2,
    y: after.middle.y + y * grown - frame.height / 2,
  };
}

function span([a, b]: readonly [Point, Point]): { length: number; angle: number; middle: Point } {
  return {
    length: Math.max(1, Math.hypot(b.x - a.x, b.y - a.y)),
    angle: Math.atan2(b.y - a.y, b.x - a.x),
    middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
  };
}

/** Where the view comes to rest when it is let go: within reach, and straight when it nearly was. */
export function settled(view: View, frame: Frame): View {
  const quarter = Math.round(view.angle / (Math.PI / 2)) * (Math.PI / 2);
  const angle = Math.abs(view.angle - quarter) < NEAR_UPRIGHT ? quarter : view.angle;
  const isFirst =
    Math.abs(view.zoom - 1) < NEAR_ZOOM &&
    Math.hypot(view.x, view.y) < NEAR_PX &&
    Math.abs(Math.sin(angle / 2)) < 1e-6;
  return isFirst ? FIRST_VIEW : reachable({ ...view, angle }, frame);
}

/** Keeps some of the page inside the frame. */
export function reachable(view: View, frame: Frame): View {
  const half = (fittingSidePx(frame) * view.zoom) / 2;
  const limit = (value: number, side: number): number => {
    const most = Math.max(0, side / 2 + half - REACHABLE_PX);
    return Math.min(most, Math.max(-most, value));
  };
  return { ...view, x: limit(view.x, frame.width), y: limit(view.y, frame.height) };
}

export const isFirstView = ({ zoom, angle, x, y }: View): boolean =>
  zoom === 1 && angle === 0 && x === 0 && y === 0;
