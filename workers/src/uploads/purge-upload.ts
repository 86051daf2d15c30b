/** Removes pictures that were sent: the bytes first, then what says that there are any. */
import type { Ports } from "../ports.ts";
import { uploadKey } from "../media/job-keys.ts";
import type { OutboxOutcome } from "../feature.ts";

const AT_ONCE = 50;

/** When one has expired; what still waits for it is waited for. Safe to run again. */
export async function purgeUpload(services: Ports, uploadId: string, nowMs: number): Promise<OutboxOutcome> {
  const { uploads } = services;
  const row = await uploads.byId(uploadId);
  if (!row) return "done";
  if (nowMs < row.expiresAt || (await uploads.isAwaited(row, uploadKey(uploadId)))) return "later";
  await removeUploads(services, [uploadId]);
  return "done";
}

/** Now, whatever waits for them. */
export async function removeUploads(
  { media, uploads, storage, commit }: Ports,
  ids: string[],
): Promise<void> {
  if (ids.length === 0) return;
  await media.delete(ids.map(uploadKey));
  await commit([storage.removingUploads(ids), uploads.remove(ids)]);
}

/** All of somebody who is gone, a part at a time: true when there may be more. */
export async function eraseUploadsOf(services: Ports, ownerId: string): Promise<boolean> {
  const rows = await services.uploads.listOf(ownerId, AT_ONCE);
  await removeUploads(
    services,
    rows.map(({ id }) => id),
  );
  return rows.length === AT_ONCE;
}
