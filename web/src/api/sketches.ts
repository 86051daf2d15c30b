import {
  sketchList,
  sketchView,
  ticketView,
  type Settings,
  type SketchView,
  type TicketView,
} from "@llamasketch/contract";
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

export const listSketches = (cursor: string | null) =>
  requestJson(sketchList, cursor ? `/api/sketches?cursor=${encodeURIComponent(cursor)}` : "/api/sketches");

export const renameSketch = (id: string, title: string): Promise<SketchView> =>
  requestJson(sketchView, `/api/sketches/${id}`, jsonBody("PATCH", { title }));

export async function deleteSketch(id: string): Promise<void> {
  await request(`/api/sketches/${id}`, { method: "DELETE" });
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
