/** Who is asking: a visitor or a signed-in device by its cookie, a program by its key or token. */
import { DEVICE_MS, deviceId, userId as userIdSchema, type Scope } from "@llamasketch/contract";
import type { UserRow } from "@llamasketch/db";
import type { Context } from "hono";
import type { App } from "../http/context.ts";
import { personsBearer } from "../http/bearer.ts";
import { ApiError } from "../http/errors.ts";
import { newId } from "../ids.ts";
import type { Statement } from "../spine/commit.ts";
import { isShut, noteGood, requireOpenLane, siteLane, wasGood, wrongSecret } from "../http/wrong-secrets.ts";
import { matchesKey, readKey } from "./api-key.ts";
import { readCookie, writeCookie } from "./cookies.ts";
import { digestOf } from "./digest.ts";

export interface Identity {
  userId: string;
  /** Their row, an account's or a visitor's, as it was when this request came; null for a visitor who made nothing yet. */
  person: UserRow | null;
  /** The same, of an account alone. */
  account: UserRow | null;
  /** The device that is signed in, also behind an access token. */
  deviceId: string | null;
  /** What a key may do; null: all that its person may. */
  scopes: readonly Scope[] | null;
}

/** A device's row is written when it was not seen for this long: a few rows a week, not one a request. */
const SEEN_EVERY_MS = 12 * 3_600_000;

/** Throws when a key or token is given that does not hold; a cookie that does not hold is no cookie. */
export async function identify(c: Context<App>): Promise<Identity | null> {
  const given = personsBearer(c.req.header("authorization"));
  if (given) return given.kind === "key" ? byKey(c, given.value) : byToken(c, given.value);
  return (await byDevice(c, await readCookie(c, "ls_device"))) ?? byVisitor(c);
}

async function byKey(c: Context<App>, key: string): Promise<Identity> {
  const { keys, secrets } = c.get("services");
  const unknown = new ApiError("unauthorized", "This key is not known.");
  const nowMs = Date.now();
  const form = await readKey(key, secrets.tokenKeys);
  if (!form) throw await wrongSecret(c, siteLane(c), unknown);
  // One that was made here is counted by itself, even if it was revoked since; anything else by where it comes from.
  const lane = form.isOurs ? form.id : siteLane(c);
  const digest = form.isOurs ? null : await digestOf(key);
  if (digest === null || !wasGood(digest, nowMs)) requireOpenLane(c, lane);
  const found = await keys.byId(form.id);
  if (!found || !(await matchesKey(key, found.key.digest))) throw await wrongSecret(c, lane, unknown);
  if (digest !== null) noteGood(digest, nowMs);
  if (nowMs - (found.key.usedAt ?? 0) > SEEN_EVERY_MS)
    await c.get("services").commit([keys.used(found.key.id, nowMs)]);
  const scopes = found.key.scopes as Scope[];
  return { userId: found.user.id, person: found.user, account: found.user, deviceId: null, scopes };
}

async function byToken(c: Context<App>, token: string): Promise<Identity> {
  const gone = new ApiError("unauthorized", "This token does not hold any more.", {
    hint: "Fetch a new one.",
  });
  const claims = await c.get("services").accessTokens.verify(token);
  if (!claims) throw await wrongSecret(c, siteLane(c), gone);
  const identity = await byDevice(c, claims.device);
  if (!identity) throw await wrongSecret(c, claims.device, gone);
  return identity;
}

async function byDevice(c: Context<App>, id: string | null): Promise<Identity | null> {
  if (id === null || !deviceId.safeParse(id).success) return null;
  const { devices, commit } = c.get("services");
  const nowMs = Date.now();
  if (isShut(id, nowMs)) return null;
  const found = await devices.byId(id, nowMs);
  if (!found || found.user.deletedAt !== null) {
    // A signature that was good once and opens nothing any more: soon it is not looked up again for a while.
    await wrongSecret(c, id, notSignedIn());
    return null;
  }
  if (nowMs - found.device.seenAt > SEEN_EVERY_MS) await commit([devices.seen(id, nowMs, nowMs + DEVICE_MS)]);
  return { userId: found.user.id, person: found.user, account: found.user, deviceId: id, scopes: null };
}

/** The signature says who, the row whether they may: one row, which whatever the request makes needs anyhow. */
async function byVisitor(c: Context<App>): Promise<Identity | null> {
  const value = await readCookie(c, "ls_user");
  if (value === null || !userIdSchema.safeParse(value).success) return null;
  const person = (await c.get("services").accounts.byId(value)) ?? null;
  return { userId: value, person, account: null, deviceId: null, scopes: null };
}

export function requireUser(c: Context<App>): string {
  const userId = c.get("userId");
  if (!userId)
    throw new ApiError("unauthorized", "This needs the browser it was drawn in.", {
      hint: "Start a sketch first, or sign in.",
    });
  return userId;
}

/** Whoever is signed in; visitors are not. */
export function requireAccount(c: Context<App>): UserRow {
  const account = c.get("identity")?.account;
  if (!account) throw new ApiError("unauthorized", "This needs an account.", { hint: "Sign in first." });
  return account;
}

/** The signed-in device that asks; a key has none. */
export function requireDevice(c: Context<App>): { account: UserRow; deviceId: string } {
  const account = requireAccount(c);
  const id = c.get("identity")?.deviceId;
  if (!id) throw new ApiError("forbidden", "This is for a signed-in device, not for a key.");
  return { account, deviceId: id };
}

/** The present user, or a new visitor: then its row must be committed with what it makes. */
export async function userOrNew(
  c: Context<App>,
  nowMs: number,
): Promise<{ userId: string; statements: Statement[] }> {
  const { accounts } = c.get("services");
  const identity = c.get("identity");
  if (identity?.account) return { userId: identity.userId, statements: [] };
  const row = identity?.person;
  // A visitor that became an account, or was deleted, is nobody's any more.
  if (row && row.linkedTo === null && row.deletedAt === null) return { userId: row.id, statements: [] };
  const userId = newId("user");
  await writeCookie(c, "ls_user", userId);
  return { userId, statements: [accounts.addAnonymous(userId, nowMs)] };
}

const notSignedIn = (): ApiError => new ApiError("unauthorized", "This device is not signed in.");

export const banned = (): ApiError =>
  new ApiError("forbidden", "This account was closed by a moderator.", {
    hint: "You can still export or delete what is in it. Write to us if you think this is a mistake.",
  });

/** What the schema says to whoever makes something for somebody who was deleted or banned in that moment; null for any other failure. */
export function ownerMayNot(error: unknown): ApiError | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.message.includes("accounts:owner_is_gone"))
      return new ApiError("unauthorized", "This account was deleted.");
    if (at.message.includes("accounts:owner_is_banned")) return banned();
  }
  return null;
}
