/** Who is asking: a visitor or a signed-in device by its cookie, a program by its key or token. */
import { DEVICE_MS, deviceId, userId as userIdSchema, type Scope } from "@llamasketch/contract";
import type { Caller, Identity } from "../http/caller.ts";
import { personsBearer } from "../http/bearer.ts";
import { ApiError, banned } from "../http/errors.ts";
import { newId } from "../ids.ts";
import type { Statement } from "../commit.ts";
import { isShut, noteGood, requireOpenLane, siteLane, wasGood, wrongSecret } from "../http/wrong-secrets.ts";
import { matchesKey, readKey } from "./api-key.ts";
import { digestOf } from "../digest.ts";

/** A device's row is written when it was not seen for this long: a few rows a week, not one a request. */
const SEEN_EVERY_MS = 12 * 3_600_000;

/** Throws when a key or token is given that does not hold; a cookie that does not hold is no cookie. */
export async function identify(caller: Caller): Promise<Identity | null> {
  const given = personsBearer(caller.header("authorization"));
  if (given) return given.kind === "key" ? byKey(caller, given.value) : byToken(caller, given.value);
  return (await byDevice(caller, await caller.cookies.read("ls_device"))) ?? byVisitor(caller);
}

async function byKey(caller: Caller, key: string): Promise<Identity> {
  const { keys, secrets } = caller.ports;
  const unknown = new ApiError("unauthorized", "Invalid API key.");
  const nowMs = Date.now();
  const form = await readKey(key, secrets.tokenKeys);
  if (!form) throw await wrongSecret(caller, siteLane(caller), unknown);
  // One that was made here is counted by itself, even if it was revoked since; anything else by where it comes from.
  const lane = form.isOurs ? form.id : siteLane(caller);
  const digest = form.isOurs ? null : await digestOf(key);
  if (digest === null || !wasGood(digest, nowMs)) requireOpenLane(lane);
  const found = await keys.byId(form.id);
  if (!found || !(await matchesKey(key, found.key.digest))) throw await wrongSecret(caller, lane, unknown);
  if (digest !== null) noteGood(digest, nowMs);
  if (nowMs - (found.key.usedAt ?? 0) > SEEN_EVERY_MS)
    await caller.ports.commit([keys.used(found.key.id, nowMs)]);
  const scopes = found.key.scopes as Scope[];
  return { userId: found.user.id, person: found.user, account: found.user, deviceId: null, scopes };
}

async function byToken(caller: Caller, token: string): Promise<Identity> {
  const gone = new ApiError("unauthorized", "This access token has expired.", {
    hint: "Fetch a new one.",
  });
  const claims = await caller.ports.accessTokens.verify(token);
  if (!claims) throw await wrongSecret(caller, siteLane(caller), gone);
  const identity = await byDevice(caller, claims.device);
  if (!identity) throw await wrongSecret(caller, claims.device, gone);
  return identity;
}

async function byDevice(caller: Caller, id: string | null): Promise<Identity | null> {
  if (id === null || !deviceId.safeParse(id).success) return null;
  const { devices, commit } = caller.ports;
  const nowMs = Date.now();
  if (isShut(id, nowMs)) return null;
  const found = await devices.byId(id, nowMs);
  if (!found || found.user.deletedAt !== null) {
    // A signature that was good once and opens nothing any more: soon it is not looked up again for a while.
    await wrongSecret(caller, id, notSignedIn());
    return null;
  }
  if (nowMs - found.device.seenAt > SEEN_EVERY_MS) await commit([devices.seen(id, nowMs, nowMs + DEVICE_MS)]);
  return { userId: found.user.id, person: found.user, account: found.user, deviceId: id, scopes: null };
}

/** The signature says who, the row whether they may: one row, which whatever the request makes needs anyhow. */
async function byVisitor(caller: Caller): Promise<Identity | null> {
  const value = await caller.cookies.read("ls_user");
  if (value === null || !userIdSchema.safeParse(value).success) return null;
  const person = (await caller.ports.accounts.byId(value)) ?? null;
  return { userId: value, person, account: null, deviceId: null, scopes: null };
}

/** The present user, or a new visitor: then its row must be committed with what it makes. */
export async function userOrNew(
  caller: Caller,
  nowMs: number,
): Promise<{ userId: string; statements: Statement[] }> {
  const { accounts } = caller.ports;
  const identity = caller.identity;
  if (identity?.account) return { userId: identity.userId, statements: [] };
  const row = identity?.person;
  // A visitor that became an account, or was deleted, is nobody's any more.
  if (row && row.linkedTo === null && row.deletedAt === null) return { userId: row.id, statements: [] };
  const userId = newId("user");
  await caller.cookies.write("ls_user", userId);
  return { userId, statements: [accounts.addAnonymous(userId, nowMs)] };
}

const notSignedIn = (): ApiError => new ApiError("unauthorized", "This device is not signed in.");

/** What the schema says to whoever makes something for somebody who was deleted or banned in that moment; null for any other failure. */
export function ownerMayNot(error: unknown): ApiError | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.message.includes("accounts:owner_is_gone"))
      return new ApiError("unauthorized", "This account was deleted.");
    if (at.message.includes("accounts:owner_is_banned")) return banned();
  }
  return null;
}
