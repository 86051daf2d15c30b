/** Bodies and queries of the HTTP API. Times are ISO 8601 strings in UTC. */
import { z } from "zod";
import { pictureId, sketchId } from "./ids.ts";
import { settings } from "./live.ts";
import { VARIATIONS_MAX } from "./variation.ts";
import { orNull } from "./or-null.ts";

export const CANVAS_SIDE_MIN_PX = 256;
export const CANVAS_SIDE_MAX_PX = 1024;

/** A deleted sketch can be had back for this long; then it is removed from every store. */
export const RESTORE_WITHIN_MS = 30 * 60_000;

const side = z.int().min(CANVAS_SIDE_MIN_PX).max(CANVAS_SIDE_MAX_PX);
const title = z.string().trim().min(1).max(120);

/** `live`: of a pause, each canvas once, as sharp as it became; the others stand beside it. */
export const PICTURE_KINDS = ["live", "final", "variation"] as const;
export type PictureKind = (typeof PICTURE_KINDS)[number];

export const pictureView = z
  .object({
    id: pictureId,
    kind: z.enum(PICTURE_KINDS),
    /** 1 to 4 of a variation. */
    variation: z.int().min(1).max(VARIATIONS_MAX).nullable(),
    epoch: z.int(),
    /** Of the canvas it shows; epoch and version order the pictures of a sketch as they were drawn. */
    version: z.int(),
    quality: z.enum(["draft", "full", "final"]),
    widthPx: z.int(),
    heightPx: z.int(),
    format: z.enum(["jpeg", "png", "webp"]),
    bytes: z.int(),
    /** As it was drawn, a variation's own seed included: the same canvas with these settings gives this picture again. */
    settings,
    pinnedAt: z.string().nullable(),
    createdAt: z.string(),
    /** Another one when the picture becomes sharper: what it gives never changes. */
    url: z.string(),
  })
  .meta({ id: "Picture" });
export type PictureView = z.infer<typeof pictureView>;

export const picturePatch = z.object({ pinned: z.boolean() });
export const pictureListQuery = z.object({
  cursor: pictureId.optional(),
  order: z.enum(["newest", "oldest"]).default("newest"),
  pinned: z.literal("true").optional(),
});

/** Pictures a sketch may hold when more are brought from elsewhere. */
export const PICTURES_MAX = 10_000;

/**
 * A picture that was drawn elsewhere and is brought into a sketch's history: the part `about` of a form whose part `image` is
 * its bytes. It gets epoch 0: before everything that is drawn live. `createdAt` puts it in its place among the others.
 */
export const pictureImport = pictureView
  .pick({
    kind: true,
    variation: true,
    version: true,
    quality: true,
    widthPx: true,
    heightPx: true,
    format: true,
    settings: true,
  })
  .extend({ version: z.int().min(0).max(0xffff_ffff), pinned: z.boolean(), createdAt: z.iso.datetime() })
  .refine(({ kind, variation }) => (kind === "variation") === (variation !== null), {
    path: ["variation"],
    message: "Variations have a number, and nothing else has.",
  });
export type PictureImport = z.infer<typeof pictureImport>;

/** A ThumbHash in base64: what is shown until the cover is there. */
export const coverBlur = z.string().regex(/^[A-Za-z0-9+/]{14,54}={0,2}$/);
export const coverQuery = z.object({ blur: coverBlur });
export const coverView = z.object({ url: z.string(), blur: coverBlur }).meta({ id: "SketchCover" });

const sketchBranch = z
  .object({ sketchId, pictureId, epoch: z.int(), version: z.int() })
  .meta({ id: "SketchBranch" });

export const sketchView = z
  .object({
    id: sketchId,
    title,
    widthPx: side,
    heightPx: side,
    settings,
    chunks: z.int(),
    createdAt: z.string(),
    updatedAt: z.string(),
    lastPicture: orNull(pictureView),
    pictureCount: z.int(),
    cover: orNull(coverView),
    /** The picture, of another sketch perhaps gone, that this one began from. */
    branchOf: orNull(sketchBranch),
    /** Its strokes and pictures are still being copied: it cannot be opened yet. */
    copying: z.boolean(),
  })
  .meta({ id: "Sketch" });
export type SketchView = z.infer<typeof sketchView>;

/** `current`: the last picture shows every stroke of the log; otherwise the drawing is newer. */
export const openedSketchView = sketchView.extend({ current: z.boolean() }).meta({ id: "OpenedSketch" });

/**
 * With `branchOf` what is left out is as in that picture and its sketch, and the new log begins with the sketch's chunks up
 * to the first that reaches the picture's canvas: all its strokes, perhaps some after them, for the client to leave out.
 */
export const sketchCreate = z.object({
  title: title.optional(),
  widthPx: side.optional(),
  heightPx: side.optional(),
  settings: settings.partial().default({}),
  branchOf: pictureId.optional(),
});
export const sketchPatch = z.object({ title });
/** `q`: every word of it is in the title or the prompt. */
export const sketchListQuery = z.object({
  cursor: sketchId.optional(),
  q: z.string().trim().max(100).optional(),
});
export const sketchList = z.object({ sketches: z.array(sketchView), nextCursor: z.string().nullable() });
export type SketchList = z.infer<typeof sketchList>;
export const pictureList = z.object({ pictures: z.array(pictureView), nextCursor: z.string().nullable() });

/** `sketch.json` of an archive. */
export const archiveManifest = z.object({
  sketch: sketchView.pick({
    id: true,
    title: true,
    widthPx: true,
    heightPx: true,
    settings: true,
    branchOf: true,
    createdAt: true,
    updatedAt: true,
  }),
  /** Names of the files in the archive; an entry whose bytes are gone has none. */
  strokes: z.object({ file: z.string(), chunks: z.int(), bytes: z.int() }),
  pictures: z.array(pictureView.omit({ url: true }).extend({ file: z.string().nullable() })),
  /** False: something named here could not be read; see `missing`. An archive without this file was cut short. */
  complete: z.boolean(),
  missing: z.array(z.string()),
});
export type ArchiveManifest = z.infer<typeof archiveManifest>;

export const ticketView = z.object({ ticket: z.string(), path: z.string(), expiresAt: z.string() });
export type TicketView = z.infer<typeof ticketView>;

/** Parts of the product that a configuration can leave out. */
export const PARTS = ["mail", "google", "media_origin", "turnstile", "limits"] as const;
export type Part = (typeof PARTS)[number];
export const healthView = z.object({
  ok: z.boolean(),
  version: z.string(),
  painter: z.boolean().optional(),
  /** What is off, for an operator who asks with their token. */
  off: z.array(z.enum(PARTS)).optional(),
});
