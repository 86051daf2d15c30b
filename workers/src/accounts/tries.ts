/** An address whose password was guessed too often is closed for a while, whether it has an account or not. */
import type { Caller } from "../http/caller.ts";
import { ApiError } from "../http/errors.ts";
import { digestOf } from "../digest.ts";

export const TRIES_MAX = 10;
export const LOCKED_MS = 15 * 60_000;

const keyOf = (caller: Caller, email: string): Promise<string> =>
  digestOf(`tries ${caller.ports.secrets.tokenKeys[0]} ${email}`);

/** Counts a try before it is made; throws once there were too many. A mailed link opens all the same. */
export async function countTry(caller: Caller, email: string): Promise<void> {
  const nowMs = Date.now();
  const tries = await caller.ports.tries.add(await keyOf(caller, email), nowMs, nowMs + LOCKED_MS);
  if (tries <= TRIES_MAX) return;
  throw new ApiError("too_many_requests", "Too many attempts.", {
    hint: "Let us mail you a link, or wait a quarter of an hour.",
    retryAfterS: LOCKED_MS / 1000,
  });
}

export async function forgiveTries(caller: Caller, email: string): Promise<void> {
  const { tries, commit } = caller.ports;
  await commit([tries.forgive(await keyOf(caller, email))]);
}
