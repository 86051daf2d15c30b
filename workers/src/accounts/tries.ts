/** An address whose password was guessed too often is closed for a while, whether it has an account or not. */
import type { Context } from "hono";
import type { App } from "../http/context.ts";
import { ApiError } from "../http/errors.ts";
import { digestOf } from "./digest.ts";

export const TRIES_MAX = 10;
export const LOCKED_MS = 15 * 60_000;

const keyOf = (c: Context<App>, email: string): Promise<string> =>
  digestOf(`tries ${c.get("services").secrets.tokenKeys[0]} ${email}`);

/** Counts a try before it is made; throws once there were too many. A mailed link opens all the same. */
export async function countTry(c: Context<App>, email: string): Promise<void> {
  const nowMs = Date.now();
  const tries = await c.get("services").tries.add(await keyOf(c, email), nowMs, nowMs + LOCKED_MS);
  if (tries <= TRIES_MAX) return;
  c.header("retry-after", String(LOCKED_MS / 1000));
  throw new ApiError("too_many_requests", "This was tried too often.", {
    hint: "Let us mail you a link, or wait a quarter of an hour.",
  });
}

export async function forgiveTries(c: Context<App>, email: string): Promise<void> {
  const { tries, commit } = c.get("services");
  await commit([tries.forgive(await keyOf(c, email))]);
}
