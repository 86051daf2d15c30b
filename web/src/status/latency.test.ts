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
  });
});
