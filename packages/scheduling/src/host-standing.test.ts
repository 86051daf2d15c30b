import { describe, expect, it } from "vitest";
import {
  HOST_REST_MAX_MS,
  HOST_REST_MS,
  MISSES_BACK_TO_ONE,
  MISSES_HALVE_MS,
  MISSES_TO_REST,
  MISS_ONCE_MS,
} from "@llamasketch/contract";
import {
  isOnTrial,
  isResting,
  jobsAllowed,
  missed,
  missesNow,
  newRecord,
  standingOf,
  timedFrame,
  timedJob,
} from "./host-standing.ts";

const host = () => standingOf(newRecord("a"));
const KNOWN = { frameMs: 100, carried: 1, jobsCarried: 4 };

describe("misses", () => {
  it("of one sketch, or one person, count once in ten minutes: nobody empties the fleet alone", () => {
    const standing = host();
    for (let at = 0; at < 50; at++) missed(standing, "one", at);
    expect(standing.misses).toBe(1);
    expect(missed(standing, "one", MISS_ONCE_MS + 1)).toBe(true);
  });

  it("are forgiven by half in ten minutes", () => {
    const standing = host();
    for (let at = 0; at < MISSES_BACK_TO_ONE; at++) missed(standing, `s${at}`, 0);
    expect(isOnTrial(standing, 0)).toBe(true);
    expect(missesNow(standing, MISSES_HALVE_MS)).toBe(MISSES_BACK_TO_ONE / 2);
    expect(isOnTrial(standing, MISSES_HALVE_MS)).toBe(false);
  });

  it("send it to rest, each time twice as long, an hour at most; afterwards it begins with one", () => {
    const standing = host();
    let nowMs = 0;
    let count = 0;
    for (let restMs = HOST_REST_MS; restMs < 3 * HOST_REST_MAX_MS; restMs *= 2) {
      while (!isResting(standing, nowMs)) missed(standing, `s${count++}`, nowMs);
      expect(standing.restsUntilMs - nowMs).toBe(Math.min(restMs, HOST_REST_MAX_MS));
      expect(isOnTrial(standing, nowMs)).toBe(true);
      // Soon enough that nothing is forgiven.
      standing.restsUntilMs = nowMs;
    }
    expect(count).toBeGreaterThanOrEqual(MISSES_TO_REST);
    standing.misses = 0;
    nowMs += 1;
    while (!isResting(standing, nowMs)) missed(standing, `s${count++}`, nowMs);
    expect(standing.restsUntilMs - nowMs).toBe(HOST_REST_MS);
  });
});

describe("[JB15] jobs in hand", () => {
  it("one until one was ended, then twice as many as were", () => {
    const standing = host();
    expect(jobsAllowed(standing, false, 0)).toBe(1);
    expect(timedJob(standing, 1)).toBe(true);
    expect(jobsAllowed(standing, false, 0)).toBe(2);
    expect(timedJob(standing, 2)).toBe(true);
    expect(timedJob(standing, 1)).toBe(false);
    expect(jobsAllowed(standing, true, 0)).toBe(4);
  });

  it("one again on trial and none at rest, while another could take them", () => {
    const standing = Object.assign(host(), KNOWN);
    for (let at = 0; at < MISSES_BACK_TO_ONE; at++) missed(standing, `s${at}`, 0);
    expect([jobsAllowed(standing, true, 0), jobsAllowed(standing, false, 0)]).toEqual([1, 8]);
    for (let at = 0; at < MISSES_TO_REST; at++) missed(standing, `t${at}`, 0);
    expect([jobsAllowed(standing, true, 0), jobsAllowed(standing, false, 0)]).toEqual([0, 8]);
  });

  it("none for a newcomer at rest", () => {
    const standing = host();
    for (let at = 0; at < MISSES_TO_REST; at++) missed(standing, `s${at}`, 0);
    expect(jobsAllowed(standing, false, 0)).toBe(0);
  });
});

it("what a frame takes is blended, and how many it carried only rises", () => {
  const standing = host();
  timedFrame(standing, 100, 3);
  timedFrame(standing, 200, 1);
  expect(standing.frameMs).toBeCloseTo(130);
  expect(standing.carried).toBe(3);
});
