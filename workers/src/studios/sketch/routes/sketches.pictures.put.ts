import { callerOf } from "../../../http/caller-of.ts";
import {
  AGENT_MESSAGE_MAX_BYTES,
  JOB_SIDE_MAX_PX,
  PICTURES_MAX,
  pictureImport,
  pictureView,
  type PictureImport,
} from "@llamasketch/contract";
import type { Context } from "hono";
import type { App, AppInstance } from "../../../http/context.ts";
import { ApiError, isStorageFull } from "../../../http/errors.ts";
import { BODY_MAX_BYTES } from "../../../http/body-guard.ts";
import { conflict, defineRoute, json } from "../../../http/route.ts";
import { newPictureKey } from "../../../media/keys.ts";
import { marked } from "../../../media/marked.ts";
import { isReadable } from "../../../media/readable.ts";
import { wholePicture } from "@llamasketch/pictures";
import { requireDrawable } from "../../../moderation/require-drawable.ts";
import { requirePastDoor, requireRoom } from "../../../storage/budget.ts";
import { requireIntake, sentBytes } from "../../../storage/intake.ts";
import { REPLACES_NONE } from "../../../storage/store.ts";
import { requireWholeSketch } from "../owned.ts";
import { sketchParams } from "../params.ts";
import { readForm } from "../read-form.ts";
import { pictureViewOf } from "../views.ts";

/** No picture that is made here is larger. */
const MAX_PIXELS = JOB_SIDE_MAX_PX * JOB_SIDE_MAX_PX;
/** Before everything that is drawn live, whose epochs begin with 1. */
const BROUGHT_EPOCH = 0;

const route = defineRoute(
  {
    who: "owner",
    scope: "sketches:write",
    limit: "write",
    // As large as a picture that an agent may send, and the form around it.
    bodyMaxBytes: AGENT_MESSAGE_MAX_BYTES + BODY_MAX_BYTES,
  },
  {
    method: "put",
    path: "/api/sketches/{id}/pictures",
    operationId: "importSketchPicture",
    summary: "Brings a picture into a sketch",
    request: sketchParams,
    responses: {
      200: json(pictureView, "A picture brought from elsewhere; brought again, it is there once"),
      ...conflict(
        "The sketch is being copied, or holds as many as one may, or there is no room: `storage_full`",
      ),
    },
  },
);

export const registerSketchesPicturesPut = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const nowMs = Date.now();
    const { id: sketchId } = await requireWholeSketch(callerOf(c), c.req.valid("param").id);
    await requirePastDoor(callerOf(c), nowMs);
    await requireIntake(callerOf(c), sentBytes(callerOf(c)), nowMs);
    const { about, image: brought } = await readPicture(c);
    // As what is kept of its own making.
    const image = marked(brought);
    const { media, pictures, storage, commit } = c.get("services");
    const { kind, version, quality, format, widthPx, heightPx, settings, pinned } = about;
    const place = { sketchId, epoch: BROUGHT_EPOCH, version, kind, variation: about.variation ?? 0 };
    const known = await pictures.at(place);
    if (known) return c.json(pictureViewOf(known), 200);
    if (((await pictures.counts([sketchId])).get(sketchId) ?? 0) >= PICTURES_MAX) {
      throw new ApiError("conflict", `A sketch may hold ${PICTURES_MAX} pictures.`);
    }
    const budgetBytes = await requireRoom(callerOf(c), image.length, nowMs);
    const createdAt = Math.min(nowMs, Date.parse(about.createdAt));
    const objectKey = newPictureKey(sketchId);
    await media.put(objectKey, image, { httpMetadata: { contentType: `image/${format}` } });
    const bytes = image.length;
    const shape = { quality, format, widthPx, heightPx, bytes };
    // Nothing was drawn for it here.
    const rest = { objectKey, pinnedAt: pinned ? nowMs : null, windowMs: null, createdAt };
    try {
      await commit([
        storage.storing(sketchId, { pictures: [{ ...place, seq: REPLACES_NONE, bytes }] }, budgetBytes),
        pictures.keep({ ...place, ...settings, ...shape, ...rest, seq: 0 }),
      ]);
    } catch (error) {
      // Others came at the same time, and took the room.
      if (isStorageFull(error)) await media.delete(objectKey).catch(() => undefined);
      throw error;
    }
    const kept = await pictures.at(place);
    if (!kept) throw new Error("a picture is missing after it was written");
    if (kept.objectKey !== objectKey) await media.delete(objectKey).catch(() => undefined);
    return c.json(pictureViewOf(kept), 200);
  });

interface Brought {
  about: PictureImport;
  image: Uint8Array<ArrayBuffer>;
}

/** Both parts of the form, each what it says it is. */
async function readPicture(c: Context<App>): Promise<Brought> {
  const { about, image } = await readForm(callerOf(c), pictureImport);
  requireDrawable({ "settings.prompt": about.settings.prompt });
  if (image.length > AGENT_MESSAGE_MAX_BYTES) {
    throw new ApiError("payload_too_large", `A picture may hold ${AGENT_MESSAGE_MAX_BYTES} bytes.`);
  }
  const { format, widthPx, heightPx } = about;
  const head = await wholePicture(image, MAX_PIXELS);
  const isAsTold = head?.format === format && head.widthPx === widthPx && head.heightPx === heightPx;
  if (!isAsTold || !(await isReadable(image, head))) {
    throw new ApiError("bad_request", "The image is incomplete, or not of the given format and size.", {
      fields: { image: "Not what it says." },
    });
  }
  return { about, image };
}
