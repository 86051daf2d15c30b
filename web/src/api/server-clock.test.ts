import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hearClock, onClockSet, serverNowMs } from "./server-clock.ts";

const DEVICE_MS = Date.UTC(2027, 0, 1, 12);
const HOUR_MS = 3_600_000;

beforeEach(() => vi.useFakeTimers({ now: DEVICE_MS, toFake: ["Date", "performance"] }));
afterEach(() => vi.useRealTimers());

const answer = (atMs: number, more: Record<string, string> = {}) => ({
  headers: new Headers({ "cache-control": "no-store", date: new Date(atMs).toUTCString(), ...more }),
});

test("before any answer it is the device's; then the server's, whichever way the device's is wrong", () => {
  expect(serverNowMs()).toBe(DEVICE_MS);
  const told = vi.fn<() => void>();
  const forget = onClockSet(told);
  for (const wrongMs of [-HOUR_MS, HOUR_MS]) {
    hearClock(answer(DEVICE_MS + wrongMs));
    expect(serverNowMs()).toBe(DEVICE_MS + wrongMs);
  }
  expect(told).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(5000);
  expect(serverNowMs()).toBe(DEVICE_MS + HOUR_MS + 5000);
  vi.setSystemTime(0);
  expect(serverNowMs(), "the device is set anew").toBe(DEVICE_MS + HOUR_MS + 5000);
  hearClock(answer(DEVICE_MS + HOUR_MS + 6000));
  expect(told).toHaveBeenCalledTimes(2);
  forget();
});

test("what a cache gave says nothing of now", () => {
  hearClock(answer(DEVICE_MS));
  for (const old of [
    answer(0, { "cache-control": "public, max-age=600" }),
    answer(0, { age: "30" }),
    { headers: new Headers({ "cache-control": "no-store" }) },
    { headers: new Headers({ "cache-control": "no-store", date: "yesterday" }) },
  ])
    hearClock(old);
  expect(serverNowMs()).toBe(DEVICE_MS);
});
