/** Bodies of the account's routes. Times are ISO 8601 strings in UTC. */
import { z } from "zod";
import { orNull } from "./or-null.ts";
import { deviceId, keyId, userId } from "./ids.ts";

/** Shorter ones are guessed. */
export const PASSWORD_MIN_CHARS = 10;
const PASSWORD_MIN_DIFFERENT = 4;
/** Longer ones only cost time to hash. */
export const PASSWORD_MAX_CHARS = 128;
/** A link or a reset sent by mail works this long. */
export const MAIL_PROOF_MS = 15 * 60_000;
/** A device that is not seen for this long is signed out. */
export const DEVICE_MS = 60 * 86_400_000;
/** An access token of a program or a page works this long. */
export const ACCESS_TOKEN_MS = 15 * 60_000;
/** Keys a person may have at once. */
export const API_KEYS_MAX = 20;

const email = z.string().trim().min(3).max(320);
const password = z
  .string()
  .min(PASSWORD_MIN_CHARS)
  .max(PASSWORD_MAX_CHARS)
  // Ten spaces are ten characters.
  .refine((text) => new Set(text.replaceAll(/\s/gu, "")).size >= PASSWORD_MIN_DIFFERENT, {
    error: `Use at least ${PASSWORD_MIN_DIFFERENT} different letters, digits or signs.`,
  });
/** A password that is only compared: a wrong one is wrong, whatever its length. */
const givenPassword = z.string().min(1).max(PASSWORD_MAX_CHARS);
/** What stands in a mailed link. */
const proof = z.string().min(16).max(2000);
const displayName = z.string().trim().max(80);

export const ROLES = ["user", "moderator", "admin"] as const;
export type Role = (typeof ROLES)[number];

export const userView = z
  .object({
    id: userId,
    anonymous: z.boolean(),
    createdAt: z.string(),
    email: z.string().nullable(),
    name: z.string(),
    role: z.enum(ROLES),
    plan: z.string(),
    /** The device that asks; null for a visitor and for a program. */
    deviceId: deviceId.nullable(),
  })
  .meta({ id: "User" });
export type UserView = z.infer<typeof userView>;
export const meView = z.object({ user: orNull(userView) });

/** What any request for mail is answered with, whether the address is known here or not. */
export const mailSentView = z.object({ sent: z.literal(true) });

export const linkRequest = z.object({ email });
export const proofLook = z.object({ proof });
/** `here`: it was asked for in this very browser; elsewhere a person should see the address before going on. */
export const proofView = z.object({ email: z.string(), here: z.boolean() });
export const linkOpen = z.object({ proof });
export const signUp = z.object({ email, password, name: displayName.default("") });
/** The password is asked for where the account was not begun: whoever has only the mailbox signs in by link. */
export const confirmation = z.object({ proof, password: givenPassword.optional() });
export const signIn = z.object({ email, password: givenPassword });
export const resetRequest = z.object({ email });
/** Whoever changes a password fears that somebody else had it: keys made with it go too, unless they are to stay. */
const revokeKeys = z.boolean().default(true);
export const reset = z.object({ proof, password, revokeKeys });
export const passwordChange = z.object({ current: givenPassword.optional(), next: password, revokeKeys });
export const accountPatch = z.object({ name: displayName });

export const googleStart = z.object({ url: z.string() });
export const signInWays = z.object({
  google: z.boolean(),
  /** Where letters are read that this machine does not send; null where it sends them. */
  outbox: z.string().nullable(),
});

export const accessTokenView = z.object({ token: z.string(), expiresAt: z.string() });

export const deviceView = z.object({
  id: deviceId,
  name: z.string(),
  createdAt: z.string(),
  seenAt: z.string(),
  current: z.boolean(),
});
export const deviceList = z.object({ devices: z.array(deviceView) });

/** What a key, or a token made with one, may do. */
export const SCOPES = ["sketches:read", "sketches:write", "generations:read", "generations:write"] as const;
export type Scope = (typeof SCOPES)[number];
const scopes = z
  .array(z.enum(SCOPES))
  .min(1)
  .refine((list) => new Set(list).size === list.length, "Each scope once.");

export const keyCreate = z.object({ name: z.string().trim().min(1).max(60), scopes });
export const keyView = z.object({
  id: keyId,
  name: z.string(),
  /** `lsk_` and the end of the id within the key, to tell it from others. */
  prefix: z.string(),
  scopes,
  createdAt: z.string(),
  usedAt: z.string().nullable(),
});
/** The only answer that ever holds the whole key. */
export const newKeyView = keyView.extend({ key: z.string() });
export const keyList = z.object({
  keys: z.array(keyView),
  /** Whether one's keys open the media API: the plan says so. */
  mediaApi: z.boolean(),
});
