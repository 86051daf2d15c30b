import { PICTURE_KINDS, settings } from "@llamasketch/contract";
import { z } from "zod";

export const PROJECT_FORMAT = "llamasketch-project";
/** Raised when an older page could not read what a newer one writes. */
export const PROJECT_VERSION = 1;
export const MANIFEST_FILE = "project.json";
export const STROKES_FILE = "strokes.jsonl";
/** The picture files' names: nothing in them leads anywhere. */
export const PICTURE_FILE = /^pictures\/[0-9]{4}\.(jpeg|png|webp)$/;

const side = z.int().min(64).max(4096);

const projectPicture = z.object({
  file: z.string().regex(PICTURE_FILE),
  kind: z.enum(PICTURE_KINDS),
  variation: z.int().min(1).max(4).nullable(),
  epoch: z.int().min(0),
  version: z.int().min(0),
  quality: z.enum(["draft", "full", "final"]),
  widthPx: side,
  heightPx: side,
  format: z.enum(["jpeg", "png", "webp"]),
  settings,
  isPinned: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type ProjectPicture = z.infer<typeof projectPicture>;

/** `project.json` of a project file. The stroke log beside it is as the page writes it, images included. */
export const projectManifest = z.object({
  format: z.literal(PROJECT_FORMAT),
  version: z.literal(PROJECT_VERSION),
  title: z.string().trim().min(1).max(120),
  settings,
  createdAt: z.iso.datetime(),
  pictures: z.array(projectPicture).max(9999),
});
export type ProjectManifest = z.infer<typeof projectManifest>;
/** What is read first: whose file this is at all. */
export const projectHead = z.object({ format: z.literal(PROJECT_FORMAT), version: z.int().min(1) });
