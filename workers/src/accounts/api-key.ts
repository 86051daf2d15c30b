/**
 * Keys for programs: `lsk_`, the key's id, a secret of 256 bits and a check of both that only we can make. Of the whole only a
 * digest is kept; the check tells a guess from a key without asking the database.
 */
import { ID_PREFIX } from "@llamasketch/contract";
import { newId } from "../ids.ts";
import { digestOf, toBase64Url } from "../digest.ts";

const SECRET_BYTES = 32;
const CHECK_BYTES = 6;
/** Older ones carry no check. */
const FORM = /^lsk_([0-9A-HJKMNP-TV-Z]{26})_([A-Za-z0-9_-]{43})([A-Za-z0-9_-]{8})?$/;

export interface NewKey {
  id: string;
  key: string;
  prefix: string;
  digest: string;
}

/** `checkKeys`: newest first; the first checks. */
export async function newKey(checkKeys: readonly string[]): Promise<NewKey> {
  const id = newId("key");
  const secret = toBase64Url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
  // How the key begins, as far as it is shown to tell it from others: nothing of its secret.
  const prefix = `lsk_${id.slice(ID_PREFIX.key.length + 1)}_`;
  const key = `${prefix}${secret}${await checkOf(checkKeys[0] ?? "", prefix + secret)}`;
  return { id, key, prefix, digest: await digestOf(key) };
}

export interface KeyForm {
  id: string;
  /** Made here, by one of the keys that still check. */
  isOurs: boolean;
}

/** What a key's form tells of it; null: it is no key. */
export async function readKey(key: string, checkKeys: readonly string[]): Promise<KeyForm | null> {
  const [, ulid, secret = "", check] = FORM.exec(key) ?? [];
  if (ulid === undefined) return null;
  const id = `${ID_PREFIX.key}_${ulid}`;
  if (check === undefined) return { id, isOurs: false };
  const made = await Promise.all(checkKeys.map((each) => checkOf(each, `lsk_${ulid}_${secret}`)));
  return { id, isOurs: made.some((each) => isSame(each, check)) };
}

/** In constant time. */
export async function matchesKey(key: string, digest: string): Promise<boolean> {
  return isSame(await digestOf(key), digest);
}

async function checkOf(checkKey: string, text: string): Promise<string> {
  const encoder = new TextEncoder();
  const hmac = await crypto.subtle.importKey(
    "raw",
    encoder.encode(`api-key:${checkKey}`),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const signed = await crypto.subtle.sign("HMAC", hmac, encoder.encode(text));
  return toBase64Url(new Uint8Array(signed).slice(0, CHECK_BYTES));
}

function isSame(a: string, b: string): boolean {
  const encoder = new TextEncoder();
  const [one, other] = [encoder.encode(a), encoder.encode(b)];
  return one.length === other.length && crypto.subtle.timingSafeEqual(one, other);
}
