/** What a contract finds wrong reaches people in words, never in the schema's. */
import { expect, test } from "vitest";
import type { ErrorBody } from "@llamasketch/contract";
import { z } from "@hono/zod-openapi";
import { exports } from "cloudflare:workers";
import { fieldWords } from "../../src/http/field-words.ts";

const said = (schema: z.ZodType, value: unknown): string | undefined =>
  schema.safeParse(value, { error: (issue) => fieldWords(issue as z.core.$ZodRawIssue) }).error?.issues[0]
    ?.message;

test.each([
  [z.string(), undefined, "This is needed."],
  [z.string(), 3, "This must be text."],
  [z.int(), 1.5, "This must be a whole number."],
  [z.string().max(2000), "a".repeat(2001), "At most 2,000 characters."],
  [z.string().min(1), "", "This must not be empty."],
  [z.int().min(256), 3, "At least 256."],
  [z.number().lt(1), 1, "Less than 1."],
  [z.int().multipleOf(16), 300, "This must be a multiple of 16."],
  [z.array(z.int()).max(1), [1, 2], "At most 1 entry."],
  [z.strictObject({}), { palette: 1 }, "Not known here: palette."],
  [z.enum(["draft", "full"]), "best", "One of: draft, full."],
  [z.url(), "nowhere", "This is not a web address."],
  [z.string().regex(/^job_/), "x", "This does not look as it should."],
  [z.string().max(3, "Three letters at most."), "four", "Three letters at most."],
])("%# %s", (schema, value, words) => expect(said(schema, value)).toBe(words));

test("the API says it so", async () => {
  const response = await exports.default.fetch("https://llamasketch.test/api/v1/quotes", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ prompt: "a".repeat(2001), widthPx: 300 }),
  });
  const { error } = await response.json<ErrorBody>();
  expect(response.status).toBe(400);
  expect(error.fields).toEqual({
    prompt: "At most 2,000 characters.",
    widthPx: "This must be a multiple of 16.",
  });
});
