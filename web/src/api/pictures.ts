import {
  pictureList,
  pictureView,
  sketchView,
  type PictureImport,
  type PictureView,
  type SketchView,
} from "@llamasketch/contract";
import { jsonBody, request, requestJson } from "./request.ts";

interface Page {
  cursor: string | null;
  isPinned: boolean;
}

/** Kept pictures of a sketch, newest first. */
export function listPictures(sketchId: string, { cursor, isPinned }: Page, signal: AbortSignal) {
  const query = new URLSearchParams({ order: "newest" });
  if (cursor) query.set("cursor", cursor);
  if (isPinned) query.set("pinned", "true");
  return requestJson(pictureList, `/api/sketches/${sketchId}/pictures?${query}`, {
    signal,
    cache: "no-store",
  });
}

/** All of them, newest first. */
export async function listAllPictures(sketchId: string, signal: AbortSignal): Promise<PictureView[]> {
  const all: PictureView[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listPictures>> = await listPictures(
      sketchId,
      { cursor, isPinned: false },
      signal,
    );
    all.push(...page.pictures);
    cursor = page.nextCursor;
  } while (cursor);
  return all;
}

export const pinPicture = (id: string, pinned: boolean): Promise<PictureView> =>
  requestJson(pictureView, `/api/pictures/${id}`, jsonBody("PATCH", { pinned }));

export async function deletePicture(id: string): Promise<void> {
  await request(`/api/pictures/${id}`, { method: "DELETE" });
}

/** A new sketch that goes on from this picture. */
export const branchFrom = (pictureId: string, title: string): Promise<SketchView> =>
  requestJson(sketchView, "/api/sketches", jsonBody("POST", { title, branchOf: pictureId }));

export async function readPicture(url: string, signal?: AbortSignal): Promise<Blob> {
  const response = await request(url, signal ? { signal } : {});
  return response.blob();
}

/** Puts a picture that was drawn elsewhere into the sketch's history. */
export async function importPicture(
  sketchId: string,
  about: PictureImport,
  image: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Promise<void> {
  const form = new FormData();
  form.set("about", JSON.stringify(about));
  form.set("image", new Blob([image], { type: `image/${about.format}` }));
  await request(`/api/sketches/${sketchId}/pictures`, { method: "PUT", body: form, signal });
}
