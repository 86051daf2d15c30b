import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiFailure } from "./api-failure.ts";
import { whenWelcome } from "./when-welcome.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const tooOften = (retryAfterS?: number) =>
  new ApiFailure({ status: 429, code: "too_many_requests", message: "Too often.", retryAfterS });
const never = new AbortController().signal;

it("what comes too often comes again when the server says", async () => {
  const work = vi
    .fn()
    .mockRejectedValueOnce(tooOften(7))
    .mockRejectedValueOnce(tooOften())
    .mockResolvedValue("in");
  const done = whenWelcome(work, never);
  await vi.advanceTimersByTimeAsync(6900);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(work).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await done).toBe("in");
});

it("what fails otherwise, what would wait too long and what is given up ends", async () => {
  const full = new ApiFailure({ status: 409, code: "storage_full", message: "Full." });
  await expect(whenWelcome(() => Promise.reject(full), never)).rejects.toBe(full);
  const late = tooOften(301);
  await expect(whenWelcome(() => Promise.reject(late), never)).rejects.toBe(late);
  const stop = new AbortController();
  const waiting = expect(whenWelcome(() => Promise.reject(tooOften(60)), stop.signal)).rejects.toThrow(
    "enough",
  );
  await vi.advanceTimersByTimeAsync(1000);
  stop.abort(new Error("enough"));
  await waiting;
  expect(vi.getTimerCount()).toBe(0);
});
