/** An object without bytes holds a place in the store of what was taken away. It is no picture. */

export const emptyObject = (media: R2Bucket, key: string): Promise<unknown> =>
  media.put(key, new Uint8Array());

/** What lies there to be shown. */
export async function shownObject(media: R2Bucket, key: string): Promise<R2ObjectBody | null> {
  const object = await media.get(key);
  return object && object.size > 0 ? object : null;
}
