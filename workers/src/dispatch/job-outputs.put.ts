/** Where a host stores what it made: one key by one ticket, once, and only a whole picture or clip as it was asked for. */
import { callerOf } from "../http/caller-of.ts";
import {
  JOB_RESULT_MAX_BYTES,
  JOB_SIDE_MAX_PX,
  JOB_THUMBNAIL_SIDE_MAX_PX,
  jobFormat,
  jobId,
} from "@llamasketch/contract";
import { z } from "@hono/zod-openapi";
import type { AppInstance } from "../http/context.ts";
import { ApiError } from "../http/errors.ts";
import { conflict, defineRoute, json } from "../http/route.ts";
import { isDecodable, isDecodableClip } from "../media/decoded.ts";
import { marked } from "../media/marked.ts";
import { wholeClip } from "../media/whole-clip.ts";
import { wholePicture } from "@llamasketch/pictures";
import { jobClaims } from "./job-claims.ts";

const position = z.string().regex(/^[0-3](-marked|-thumbnail)?$/);
const stored = z.object({ etag: z.string(), bytes: z.int() });
const MAX_PIXELS = JOB_SIDE_MAX_PX * JOB_SIDE_MAX_PX;

const route = defineRoute(
  { who: "lease", limit: null, bodyMaxBytes: JOB_RESULT_MAX_BYTES },
  {
    method: "put",
    path: "/api/agents/jobs/{job}/{attempt}/outputs/{position}",
    operationId: "putJobOutput",
    summary: "Stores an output of a job",
    request: { params: z.object({ job: jobId, attempt: z.string().regex(/^\d{1,4}$/), position }) },
    responses: {
      200: json(stored, "It is stored; the same bytes again are answered alike"),
      ...conflict("Other bytes were stored with this ticket"),
    },
  },
);

export const registerJobOutputsPut = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const claims = await jobClaims(callerOf(c), "write");
    const { media } = c.get("services");
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    const { widthPx, heightPx, key, clip } = claims;
    // Nothing is decoded that was not found whole, and of a size that was asked for, in what it says of itself.
    const picture = clip ? wholeClip(bytes, clip) : await wholePicture(bytes, MAX_PIXELS);
    const isAsked =
      picture !== null &&
      jobFormat.safeParse(picture.format).success &&
      (widthPx === null
        ? Math.max(picture.widthPx, picture.heightPx) <= JOB_THUMBNAIL_SIDE_MAX_PX
        : picture.widthPx === widthPx && picture.heightPx === heightPx) &&
      (await (clip ? isDecodableClip(bytes) : isDecodable(bytes, picture)));
    if (!isAsked)
      throw new ApiError(
        "bad_request",
        `This is not a whole ${clip ? "clip of the size and length" : "picture of the size"} that was asked for.`,
      );
    const about = {
      httpMetadata: { contentType: `image/${picture.format}` },
      customMetadata: {
        format: picture.format,
        widthPx: String(picture.widthPx),
        heightPx: String(picture.heightPx),
        ...(clip && "durationMs" in picture && { durationMs: String(picture.durationMs) }),
      },
    };
    const kept = marked(bytes);
    // Only if nothing is there: that makes the ticket good for once, without a row.
    const written = await media.put(key, kept, { ...about, onlyIf: { etagDoesNotMatch: "*" } });
    if (written) return c.json({ etag: written.etag, bytes: written.size }, 200);
    const before = await media.get(key);
    const same = before && isSame(new Uint8Array(await before.arrayBuffer()), kept);
    if (!same) throw new ApiError("conflict", "Something else was stored here.");
    return c.json({ etag: before.etag, bytes: before.size }, 200);
  });

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);
