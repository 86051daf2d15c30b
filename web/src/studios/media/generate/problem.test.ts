import { ERROR_STATUS, type ErrorCode } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { ApiFailure } from "../../../api/api-failure.ts";
import { problemOf } from "./problem.ts";
import { words } from "./words.ts";

const SCHEMA = "Too big: expected string to have <=2000 characters";
const problem = (code: ErrorCode, fields?: Record<string, string>) =>
  problemOf(new ApiFailure({ status: ERROR_STATUS[code], code, message: "Said.", hint: "Do this.", fields }));

test("what stands in the way of money leads to it, and what lacks an address to the account", () => {
  expect(problem("insufficient_credits")).toMatchObject({ text: words.noCredits, next: "credits" });
  expect(problem("verification_required")).toMatchObject({ next: "credits" });
  expect(problem("bad_request", { mail: "x" })).toMatchObject({
    text: words.fieldProblems.mail,
    next: "account",
  });
});

test("words of a schema are never repeated, whatever the field", () => {
  for (const field of ["prompt", "widthPx", "image.generation", "seed", "surprise", "(body)"]) {
    const { text } = problem("bad_request", { [field]: SCHEMA });
    expect(text).not.toContain("expected");
    expect(text.length).toBeGreaterThan(10);
  }
  expect(problem("bad_request", { "image.generation": SCHEMA }).text).toBe(words.fieldProblems.image);
});

test("a width and a height that are too large are told once; what has words of its own keeps them", () => {
  expect(problem("bad_request", { widthPx: "a", heightPx: "b" }).text).toBe(words.fieldProblems.widthPx);
  expect(problem("unavailable").text).toBe("Said. Do this.");
});
