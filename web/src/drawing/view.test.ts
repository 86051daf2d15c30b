import { describe, expect, test } from "vitest";
import {
  FIRST_VIEW,
  isFirstView,
  moved,
  pinched,
  reachable,
  settled,
  toFrame,
  toPage,
  zoomed,
  ZOOM_MAX,
  ZOOM_MIN,
  type Point,
  type View,
} from "./view.ts";

const frame = { width: 800, height: 600 };
const views: View[] = [
  FIRST_VIEW,
  { zoom: 3, angle: 0, x: 40, y: -70 },
  { zoom: 0.7, angle: Math.PI / 3, x: 12, y: 200 },
  { zoom: 12, angle: -2.5, x: -900, y: 30 },
];
const near = (point: Point, { x, y }: Point): void => {
  expect(point.x).toBeCloseTo(x, 6);
  expect(point.y).toBeCloseTo(y, 6);
};

describe("a view", () => {
  test("at first shows the whole page in the middle", () => {
    near(toFrame(FIRST_VIEW, frame, { x: 0, y: 0 }), { x: 100, y: 0 });
    near(toFrame(FIRST_VIEW, frame, { x: 1024, y: 1024 }), { x: 700, y: 600 });
  });
  test.each(views)("maps there and back: %j", (view) => {
    near(toPage(view, frame, toFrame(view, frame, { x: 123, y: 987 })), { x: 123, y: 987 });
  });
  test.each(views)("zooms about the pointer: %j", (view) => {
    const at = { x: 222, y: 333 };
    near(toPage(zoomed(view, frame, at, 1.3), frame, at), toPage(view, frame, at));
  });
  test.each(views)("keeps the page under two fingers: %j", (view) => {
    const from = [
      { x: 300, y: 200 },
      { x: 500, y: 260 },
    ] as const;
    const to = [
      { x: 250, y: 300 },
      { x: 480, y: 190 },
    ] as const;
    const after = pinched(view, frame, from, to);
    near(toPage(after, frame, to[0]), toPage(view, frame, from[0]));
    near(toPage(after, frame, to[1]), toPage(view, frame, from[1]));
  });
  test("zooms so far and no further, the middle of the fingers staying", () => {
    const at = { x: 400, y: 300 };
    expect(zoomed(FIRST_VIEW, frame, at, 1000).zoom).toBe(ZOOM_MAX);
    expect(zoomed(FIRST_VIEW, frame, at, 0.001).zoom).toBe(ZOOM_MIN);
    const wide = pinched(
      FIRST_VIEW,
      frame,
      [
        { x: 399, y: 300 },
        { x: 401, y: 300 },
      ],
      [
        { x: 0, y: 300 },
        { x: 800, y: 300 },
      ],
    );
    expect(wide.zoom).toBe(ZOOM_MAX);
    near(toPage(wide, frame, at), { x: 512, y: 512 });
  });
  test("let go nearly straight it is straight, let go nearly whole it is whole", () => {
    expect(settled({ zoom: 2, angle: 0.05, x: 9, y: 9 }, frame).angle).toBe(0);
    expect(settled({ zoom: 2, angle: Math.PI / 2 - 0.05, x: 9, y: 9 }, frame).angle).toBe(Math.PI / 2);
    expect(settled({ zoom: 2, angle: 0.3, x: 9, y: 9 }, frame).angle).toBe(0.3);
    expect(isFirstView(settled({ zoom: 1.04, angle: 0.05, x: 9, y: 9 }, frame))).toBe(true);
    expect(isFirstView(settled({ zoom: 1.04, angle: Math.PI / 2, x: 9, y: 9 }, frame))).toBe(false);
  });
  test("never loses the page", () => {
    const lost = reachable(moved(FIRST_VIEW, 5000, -5000), frame);
    const corner = toFrame(lost, frame, { x: 0, y: 1024 });
    expect(corner.x).toBeLessThan(frame.width);
    expect(corner.y).toBeGreaterThan(0);
  });
});
