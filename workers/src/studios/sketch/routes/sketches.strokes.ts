import { callerOf } from "../../../http/caller-of.ts";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute } from "../../../http/route.ts";
import { requireWholeSketch } from "../owned.ts";
import { sketchParams } from "../params.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:read", limit: "read" },
  {
    method: "get",
    path: "/api/sketches/{id}/strokes",
    operationId: "getSketchStrokes",
    summary: "The stroke log",
    request: sketchParams,
    responses: {
      200: { description: "The stroke log: every chunk in order, as the drawing client wrote it" },
    },
  },
);

export const registerSketchesStrokes = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const row = await requireWholeSketch(callerOf(c), c.req.valid("param").id);
    const { sketches, media } = c.get("services");
    const chunks = await sketches.chunkKeys(row.id);
    const count = chunks.length;
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const next = chunks.shift();
        if (!next) return controller.close();
        const object = await media.get(next.objectKey);
        if (!object) return controller.error(new Error("a stroke chunk is missing"));
        controller.enqueue(new Uint8Array(await object.arrayBuffer()));
      },
    });
    return new Response(stream, {
      headers: { "content-type": "application/octet-stream", "x-chunks": String(count) },
    });
  });
