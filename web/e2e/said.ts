/** What browsers say to the product in people's own words: the logs of the stacks must not repeat it. */
import { appendFileSync } from "node:fs";
import type { BrowserContext } from "playwright-core";
import { inject } from "vitest";

const OF_SOMEBODY = new Set([
  "prompt",
  "title",
  "email",
  "password",
  "current",
  "next",
  "proof",
  "token",
  "name",
  "reason",
  "confirm",
]);

/** Notes it all, of every page of a browser: bodies of requests and messages of sockets. */
export function noteSaid(context: BrowserContext): void {
  context.on("request", (request) => note(request.postData()));
  context.on("page", (page) =>
    page.on("websocket", (socket) =>
      socket.on("framesent", ({ payload }) => note(typeof payload === "string" ? payload : null)),
    ),
  );
}

function note(text: string | null): void {
  if (!text?.startsWith("{")) return;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return;
  }
  const said = wordsIn(value).map((word) => `${JSON.stringify(word)}\n`);
  if (said.length > 0) appendFileSync(inject("said"), said.join(""));
}

function wordsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    typeof each === "string" && OF_SOMEBODY.has(key) ? [each] : wordsIn(each),
  );
}
