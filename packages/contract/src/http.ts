/** Bodies of the HTTP API. Times are ISO 8601 strings in UTC. */
import { z } from "zod";
import { pictureId, sketchId, userId } from "./ids.ts";
import { settings } from "./live.ts";

export const CANVAS_SIDE_MIN_PX = 256;
export const CANVAS_SIDE_MAX_PX = 1024;

const side = z.int().min(CANVAS_SIDE_MIN_PX).max(CANVAS_SIDE_MAX_PX);
const title = z.string().trim().min(1).max(120);

export const pictureView = z.object({
  id: pictureId,
  widthPx: z.int(),
  heightPx: z.int(),
  version: z.int(),
  settings,
  createdAt: z.string(),
  url: z.string(),
});
export type PictureView = z.infer<typeof pictureView>;

export const sketchView = z.object({
  id: sketchId,
  title,
  widthPx: side,
  heightPx: side,
  settings,
  chunks: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
  lastPicture: pictureView.nullable(),
});
export type SketchView = z.infer<typeof sketchView>;

/** `current`: the last picture shows every stroke of the log; otherwise the drawing is newer. */
export const openedSketchView = sketchView.extend({ current: z.boolean() });

export const sketchCreate = z.object({
  title: title.default("Untitled"),
  widthPx: side.default(1024),
  heightPx: side.default(1024),
  settings: settings.partial().default({}),
});
export const sketchPatch = z.object({ title });
export const sketchList = z.object({ sketches: z.array(sketchView), nextCursor: z.string().nullable() });
export const pictureList = z.object({ pictures: z.array(pictureView), nextCursor: z.string().nullable() });

export const ticketView = z.object({ ticket: z.string(), path: z.string(), expiresAt: z.string() });
export type TicketView = z.infer<typeof ticketView>;

export const meView = z.object({
  user: z.object({ id: userId, anonymous: z.boolean(), createdAt: z.string() }).nullable(),
});

export const healthView = z.object({ ok: z.boolean(), version: z.string(), painter: z.boolean().optional() });
