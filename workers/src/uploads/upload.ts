/** A picture of somebody's own comes in: looked at, brought down to its pixels, kept for a week. */
import {
  UPLOADS_MAX,
  UPLOAD_MAX_PIXELS,
  UPLOAD_MS,
  UPLOAD_SIDE_MIN_PX,
  type UploadView,
} from "@llamasketch/contract";
import type { UploadRow } from "@llamasketch/db";
import { userOrNew } from "../accounts/identity.ts";
import { payerFor } from "../guests/payer.ts";
import type { Caller } from "../http/caller.ts";
import { ApiError } from "../http/errors.ts";
import { newId } from "../ids.ts";
import { formatOf, whatElse, type BarePicture } from "@llamasketch/pictures";
import { broughtPicture } from "../media/brought-picture.ts";
import { metaOf } from "../commit.ts";
import { uploadKey } from "../media/job-keys.ts";
import { requireRoom } from "../storage/budget.ts";
import { requireIntake, sentBytes } from "../storage/intake.ts";

/** As programs name them. What it is, its bytes say: phones name files by guess. */
const TYPES = new Set([
  "image/jpeg",
  "image/jpg",
  "image/pjpeg",
  "image/png",
  "image/x-png",
  "image/webp",
  "application/octet-stream",
]);

export async function keepUpload(caller: Caller): Promise<UploadRow> {
  const said = caller.header("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (!TYPES.has(said)) throw await otherType(caller, said);
  const nowMs = Date.now();
  const services = caller.ports;
  // Who could not pay for a picture has nothing to send one for.
  await payerFor(caller, 1, nowMs);
  const { userId, statements } = await userOrNew(caller, nowMs);
  if ((await services.uploads.countOf(userId)) >= UPLOADS_MAX) throw tooMany();
  await requireIntake(caller, sentBytes(caller), nowMs);
  const picture = await wholeOf(new Uint8Array(await caller.request.arrayBuffer()));
  const { format, widthPx, heightPx, bytes } = picture;
  const row: UploadRow = {
    id: newId("upload"),
    ownerId: userId,
    format,
    widthPx,
    heightPx,
    bytes: bytes.length,
    createdAt: nowMs,
    expiresAt: nowMs + UPLOAD_MS,
  };
  const budgetBytes = await requireRoom(caller, row.bytes, nowMs);
  const { id: subject, createdAt, expiresAt: dueAt } = row;
  const end = { id: newId("request"), kind: "purge_upload", subject, createdAt, dueAt } as const;
  // The row first: whatever happens next, what lies in the store is known and will be removed.
  const { storage, uploads, outbox } = services;
  const add = uploads.add(row, UPLOADS_MAX);
  const written = (await services.commit([
    ...statements,
    add,
    storage.addingUpload(row.id, row.bytes, budgetBytes),
    outbox.add(end),
  ])) as unknown[];
  if (metaOf(written[statements.length])?.changes === 0) throw tooMany();
  try {
    await services.media.put(uploadKey(row.id), bytes, { httpMetadata: { contentType: `image/${format}` } });
  } catch (error) {
    await services
      .commit([storage.removingUploads([row.id]), uploads.remove([row.id])])
      .catch(() => undefined);
    throw error;
  }
  return row;
}

const tooMany = (): ApiError =>
  new ApiError("conflict", `At most ${UPLOADS_MAX} pictures are kept at a time.`, {
    hint: "Delete one, or wait until one expires.",
  });

/** What is a picture of another kind is named. */
async function otherType(caller: Caller, said: string): Promise<ApiError> {
  const bytes = said.startsWith("image/") ? new Uint8Array(await caller.request.arrayBuffer()) : null;
  const fields = bytes && !formatOf(bytes) ? { "(body)": whatElse(bytes) } : undefined;
  return new ApiError(
    "unsupported_media_type",
    "Send the picture itself, as image/jpeg, image/png or image/webp.",
    fields ? { fields } : {},
  );
}

async function wholeOf(bytes: Uint8Array<ArrayBuffer>): Promise<BarePicture> {
  const picture = await broughtPicture(bytes, UPLOAD_MAX_PIXELS);
  const why =
    "why" in picture
      ? picture.why
      : Math.min(picture.widthPx, picture.heightPx) < UPLOAD_SIDE_MIN_PX
        ? `It is ${picture.widthPx} × ${picture.heightPx}; a side has at least ${UPLOAD_SIDE_MIN_PX} pixels.`
        : null;
  if (why === null && !("why" in picture)) return picture;
  throw new ApiError("bad_request", "This picture can't be used.", { fields: { "(body)": why ?? "" } });
}

export const uploadViewOf = ({ ownerId: _owner, createdAt, expiresAt, ...row }: UploadRow): UploadView => ({
  ...row,
  createdAt: new Date(createdAt).toISOString(),
  expiresAt: new Date(expiresAt).toISOString(),
});
