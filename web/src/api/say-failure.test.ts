import { ERROR_STATUS, type ErrorCode } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { ApiFailure, failureText } from "./api-failure.ts";
import { sayProblem, sayStatus, unreachable, unreadable } from "./say-failure.ts";

const answer = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers: new Headers(headers),
});
/** As the server says them, to programs and to people. */
const HINTS = [
  undefined,
  "Sign in first.",
  "POST /api/free with a Turnstile token, or sign in.",
  "Nothing was charged. GET /api/plans says how to have more.",
  "Send JSON, with `content-type: application/json`; `{}` says nothing more than the defaults.",
  "Send the picture itself, as image/jpeg, image/png or image/webp.",
];
const CODES = Object.keys(ERROR_STATUS) as ErrorCode[];

test.each(CODES)("%s says to a person what to do next, and nothing that is for programs", (code) => {
  for (const hint of HINTS) {
    const said = sayProblem(answer(ERROR_STATUS[code]), {
      code,
      message: "That did not work.",
      requestId: "req_1",
      ...(hint && { hint }),
    });
    const text = failureText(new ApiFailure(said));
    expect(text).not.toMatch(/GET \/|POST \/|content-type|Turnstile|`/);
    expect(said.requestId).toBe("req_1");
    // What the server gives no hint for is said by its fields.
    if (hint !== undefined) expect(text.length).toBeGreaterThan("That did not work.".length + 5);
  }
});

test("a wait is told as it is, in words", () => {
  const asked = { code: "too_many_requests", message: "Rate limit exceeded.", requestId: "r" } as const;
  const wait = (seconds: string) => sayProblem(answer(429, { "retry-after": seconds }), asked).hint;
  expect(wait("1")).toBe("Try again in 1 second.");
  expect(wait("60")).toBe("Try again in 60 seconds.");
  expect(wait("900")).toBe("Try again in 15 minutes.");
  expect(wait("Wed, 21 Oct 2026 07:28:00 GMT")).toBe("Wait a minute, then try again.");
  expect(sayStatus(answer(503, { "retry-after": "30" })).hint).toBe("Try again in 30 seconds.");
});

test.each([
  ["a page of a proxy", sayStatus(answer(502)), /Try again in a minute/],
  ["too much for a proxy", sayStatus(answer(413)), /smaller/],
  ["a status that nothing here gives", sayStatus(answer(418)), /Reload/],
  ["no network", unreachable(), /try again/i],
  ["another program's answer", unreadable(200), /Reload/],
])("%s: a next step", (_what, detail, next) => {
  expect(failureText(new ApiFailure(detail))).toMatch(next);
});

test("what is thrown by the page itself has a next step too", () => {
  expect(failureText(new TypeError("x is not a function"))).toBe(
    "Something unexpected happened in this page. Reload it; what you drew is kept in this browser.",
  );
});
