/** Who must be asking for a route to go on. */
import type { UserRow } from "@llamasketch/db";
import type { Caller } from "./caller.ts";
import { ApiError } from "./errors.ts";

export function requireUser(caller: Caller): string {
  const userId = caller.userId;
  if (!userId)
    throw new ApiError("unauthorized", "Authentication required.", {
      hint: "Start a sketch first, or sign in.",
    });
  return userId;
}

/** Whoever is signed in; visitors are not. */
export function requireAccount(caller: Caller): UserRow {
  const account = caller.identity?.account;
  if (!account) throw new ApiError("unauthorized", "This requires an account.", { hint: "Sign in first." });
  return account;
}

/** The signed-in device that asks; a key has none. */
export function requireDevice(caller: Caller): { account: UserRow; deviceId: string } {
  const account = requireAccount(caller);
  const id = caller.identity?.deviceId;
  if (!id) throw new ApiError("forbidden", "API keys can't do this. Sign in on a device.");
  return { account, deviceId: id };
}
