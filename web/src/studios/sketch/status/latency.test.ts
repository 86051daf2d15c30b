import type { PictureHeader } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { LatencyMeter } from "./latency.ts";

const header = (version: number): PictureHeader => ({
  kind: "picture",
  format: "jpeg",
  epoch: 1,
  seq: version,
  version,
  widthPx: 512,
  heightPx: 512,
  quality: "draft",
  pause: false,
  agentMs: 300,
  produceMs: 280,
  sessionMs: 305,
});

test("the stroke latency is the median of the last five", () => {
  const meter = new LatencyMeter();
  expect(meter.strokeMs).toBeNull();
  meter.pictureCame(header(1), [9000, 100, 200, 300, 400, 500], 0);
  expect(meter.strokeMs).toBe(300);
});

test("the budget belongs to a frame that left from here", () => {
  const meter = new LatencyMeter();
  meter.frameLeft(7, 12, 1000);
  meter.pictureCame(header(6), [], 1400);
  expect(meter.budget).toBeNull();
  meter.pictureCame(header(7), [], 1400);
  expect(meter.budget).toEqual({
    encodeMs: 12,
    sessionMs: 305,
    agentMs: 300,
    produceMs: 280,
    roundTripMs: 400,
    decodeMs: null,
  });
});

test("decoding is part of the budget once it is done", () => {
  const meter = new LatencyMeter();
  meter.pictureDecoded(9);
  expect(meter.budget).toBeNull();
  meter.frameLeft(7, 12, 1000);
  meter.pictureCame(header(7), [], 1400);
  meter.pictureDecoded(9);
  expect(meter.budget?.decodeMs).toBe(9);
});

test("all strokes of the visit count, by half and by 95 of a hundred", () => {
  const meter = new LatencyMeter();
  expect(meter.strokes).toBeNull();
  for (let ms = 1; ms <= 100; ms++) meter.pictureCame(header(ms), [10 * ms], 0);
  expect(meter.strokes).toEqual({ count: 100, p50Ms: 510, p95Ms: 960 });
  const before = meter.strokes;
  meter.pictureCame(header(101), [], 0);
  expect(meter.strokes).toBe(before);
  for (let at = 0; at < 5000; at++) meter.pictureCame(header(1), [50], 0);
  expect(meter.strokes).toEqual({ count: 5100, p50Ms: 50, p95Ms: 50 });
});
