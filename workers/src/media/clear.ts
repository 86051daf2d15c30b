/** Removes all that lies under a prefix. */
export async function clear(media: R2Bucket, prefix: string): Promise<void> {
  for (;;) {
    const listed = await media.list({ prefix });
    if (listed.objects.length === 0) return;
    await media.delete(listed.objects.map((object) => object.key));
  }
}
