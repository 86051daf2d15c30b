/** Keys for programs: `lsk_`, the key's id and a secret of 256 bits. Only a digest of the whole is kept. */
import { ID_PREFIX } from "@llamasketch/contract";
import { newId } from "../ids.ts";
import { digestOf, toBase64Url } from "./digest.ts";

const SECRET_BYTES = 32;

export interface NewKey {
  id: string;
  key: string;
  prefix: string;
  digest: string;
}

export async function newKey(): Promise<NewKey> {
  const id = newId("key");
  const secret = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  // How the key begins, as far as it is shown to tell it from others: nothing of its secret.
  const prefix = `lsk_${id.slice(ID_PREFIX.key.length + 1)}_`;
  const key = `${prefix}${toBase64Url(secret)}`;
  return { id, key, prefix, digest: await digestOf(key) };
}

/** The id a key says it has; of nothing that is no key. */
export const keyId = (key: string): string => `${ID_PREFIX.key}_${key.split("_")[1] ?? ""}`;

/** In constant time. */
export async function matchesKey(key: string, digest: string): Promise<boolean> {
  const encoder = new TextEncoder();
  const [given, known] = [encoder.encode(await digestOf(key)), encoder.encode(digest)];
  return given.length === known.length && crypto.subtle.timingSafeEqual(given, known);
}
