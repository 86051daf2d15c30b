/** An object without bytes holds a place in the store of what was taken away. It is no picture. */
import { unlessKnown } from "../http/if-none-match.ts";

export const emptyObject = (media: R2Bucket, key: string): Promise<unknown> =>
  media.put(key, new Uint8Array());

/** What lies there to be shown. */
export async function shownObject(media: R2Bucket, key: string): Promise<R2ObjectBody | null> {
  const object = await media.get(key);
  return object && object.size > 0 ? object : null;
}

export const hasBytes = (object: R2Object): object is R2ObjectBody => "body" in object;

/** The same, without its bytes where these headers say that the caller has them. */
export async function shownUnless(media: R2Bucket, key: string, headers: Headers): Promise<R2Object | null> {
  const object = await media.get(key, { onlyIf: unlessKnown(headers) });
  return object && object.size > 0 ? object : null;
}
