import { callerOf } from "../../../http/caller-of.ts";
import { COVER_MAX_BYTES, COVER_SIDE_MAX_PX, coverQuery, coverView } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { ApiError } from "../../../http/errors.ts";
import { conflict, defineRoute, json } from "../../../http/route.ts";
import { coverKey } from "../../../media/keys.ts";
import { isReadable } from "../../../media/readable.ts";
import { wholePicture } from "@llamasketch/pictures";
import { requireRoom } from "../../../storage/budget.ts";
import { requireSketchRow } from "../owned.ts";
import { sketchParams } from "../params.ts";
import { coverUrl } from "../views.ts";

const SIDE_MIN_PX = 16;
const HASH_CHARS = 32;

const route = defineRoute(
  { who: "owner", scope: "sketches:write", limit: "write" },
  {
    method: "put",
    path: "/api/sketches/{id}/cover",
    operationId: "setSketchCover",
    summary: "Keeps a cover",
    request: { ...sketchParams, query: coverQuery },
    responses: {
      200: json(coverView, "What a grid shows of this sketch, as its owner's page made it"),
      ...conflict("There is no room for it: `storage_full`"),
    },
  },
);

export const registerSketchesCoverPut = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const row = await requireSketchRow(callerOf(c), c.req.valid("param").id);
    const contentType = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
    if (contentType !== "image/webp" && contentType !== "image/jpeg")
      throw new ApiError("unsupported_media_type", "A cover must be WebP or JPEG.");
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    if (bytes.length > COVER_MAX_BYTES)
      throw new ApiError("payload_too_large", `A cover may hold ${COVER_MAX_BYTES} bytes.`);
    const head = await wholePicture(bytes, COVER_SIDE_MAX_PX * COVER_SIDE_MAX_PX);
    const isSound =
      head !== null &&
      `image/${head.format}` === contentType &&
      Math.min(head.widthPx, head.heightPx) >= SIDE_MIN_PX &&
      Math.max(head.widthPx, head.heightPx) <= COVER_SIDE_MAX_PX &&
      (await isReadable(bytes, head));
    if (!isSound) {
      throw new ApiError(
        "bad_request",
        `A cover is a whole image of that type, its sides ${SIDE_MIN_PX} to ${COVER_SIDE_MAX_PX} px.`,
      );
    }
    const services = c.get("services");
    const hash = await hashOf(bytes);
    const { blur } = c.req.valid("query");
    const { storage, sketches } = services;
    // One that takes another's place is counted before it does.
    const budgetBytes = await requireRoom(callerOf(c), bytes.length - row.coverBytes, Date.now());
    await services.commit([
      storage.covering(row.id, bytes.length, budgetBytes),
      sketches.countCover(row.id, bytes.length),
    ]);
    await services.media.put(coverKey(row.id), bytes, {
      httpMetadata: { contentType },
      customMetadata: { hash },
    });
    await services.commit([sketches.setCover(row.id, row.ownerId, { hash, blur })]);
    return c.json({ url: coverUrl(row.id, hash), blur }, 200);
  });

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .slice(0, HASH_CHARS);
}
