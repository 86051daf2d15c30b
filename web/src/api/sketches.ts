import {
  sketchList,
  sketchView,
  ticketView,
  type Settings,
  type SketchList,
  type SketchView,
  type TicketView,
} from "@llamasketch/contract";
import { apiUrl } from "./api-url.ts";
import type { Cover } from "./cover.ts";
import { jsonBody, request, requestJson } from "./request.ts";

export interface OpenedSketch {
  sketch: SketchView;
  /** False: the drawing in the log is newer than the last picture. */
  isCurrent: boolean;
}

/** `sketchView` as it is read when one sketch is opened. */
const openedSketch = {
  parse(value: unknown): OpenedSketch {
    const isCurrent =
      typeof value === "object" && value !== null && "current" in value && value.current === true;
    return { sketch: sketchView.parse(value), isCurrent };
  },
};

export const createSketch = (title: string, settings: Settings): Promise<SketchView> =>
  requestJson(sketchView, "/api/sketches", jsonBody("POST", { title, settings }));

export const openSketch = (id: string): Promise<OpenedSketch> =>
  requestJson(openedSketch, `/api/sketches/${id}`);

/** A page of the caller's sketches, newest first: all, or those with every word of `find` in their title or prompt. */
export function listSketches(find: string, cursor: string | null, signal: AbortSignal): Promise<SketchList> {
  const query = new URLSearchParams({ ...(find && { q: find }), ...(cursor && { cursor }) });
  return requestJson(sketchList, `/api/sketches?${query}`, { signal });
}

export const renameSketch = (id: string, title: string): Promise<SketchView> =>
  requestJson(sketchView, `/api/sketches/${id}`, jsonBody("PATCH", { title }));

export async function deleteSketch(id: string): Promise<void> {
  await request(`/api/sketches/${id}`, { method: "DELETE" });
}

/** Takes a deletion back, within half an hour of it. */
export const restoreSketch = (id: string): Promise<SketchView> =>
  requestJson(sketchView, `/api/sketches/${id}/restore`, { method: "POST" });

/** A sketch of its own with the same strokes; `copying` until it can be opened. */
export const duplicateSketch = (id: string): Promise<SketchView> =>
  requestJson(sketchView, `/api/sketches/${id}/duplicate`, { method: "POST" });

/** Everything of a sketch in one ZIP, for a link to save. */
export const archiveUrl = (id: string): string => apiUrl(`/api/sketches/${id}/archive`);

/** What a grid shows of the sketch. `isLast`: the page is going, and the request must outlive it. */
export async function putCover(id: string, cover: Cover, isLast: boolean): Promise<void> {
  await request(`/api/sketches/${id}/cover?${new URLSearchParams({ blur: cover.blur })}`, {
    method: "PUT",
    headers: { "content-type": cover.image.type },
    body: cover.image,
    keepalive: isLast,
  });
}

export interface StrokeLog {
  bytes: Uint8Array;
  chunks: number;
}

export async function readStrokeLog(id: string): Promise<StrokeLog> {
  const response = await request(`/api/sketches/${id}/strokes`, { cache: "no-store" });
  return {
    bytes: new Uint8Array(await response.arrayBuffer()),
    chunks: Number(response.headers.get("x-chunks") ?? 0),
  };
}

export const issueTicket = (id: string): Promise<TicketView> =>
  requestJson(ticketView, `/api/sketches/${id}/tickets`, { method: "POST" });
