import { callerOf } from "../../http/caller-of.ts";
import { UPLOAD_MAX_BYTES, uploadId, uploadList, uploadView } from "@llamasketch/contract";
import type { UploadRow } from "@llamasketch/db";
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { requireUser } from "../../http/require-caller.ts";
import type { App, AppInstance } from "../../http/context.ts";
import { notFound } from "../../http/errors.ts";
import { conflict, defineRoute, json } from "../../http/route.ts";
import { removeUploads } from "../purge-upload.ts";
import { idParam } from "../../http/id-param.ts";
import { keepUpload, uploadViewOf } from "../upload.ts";

const binary = { schema: { type: "string", format: "binary" } } as const;
const params = { params: z.object({ id: idParam(uploadId) }) };

const create = defineRoute(
  { who: "anyone", scope: "generations:write", limit: "heavy", bodyMaxBytes: UPLOAD_MAX_BYTES },
  {
    method: "post",
    path: "/api/v1/uploads",
    operationId: "createUpload",
    summary: "Sends a picture to work on",
    request: {
      body: {
        description: "The picture itself, whatever it is called: at most 12 MB and 25 megapixels",
        content: {
          "image/jpeg": binary,
          "image/png": binary,
          "image/webp": binary,
          "application/octet-stream": binary,
        },
      },
    },
    responses: {
      201: json(
        uploadView,
        "It is kept for a week: its first whole picture, without what it said of camera, place and author",
      ),
      ...conflict("As many are kept as one may have"),
    },
  },
);
const list = defineRoute(
  { who: "owner", scope: "generations:read", limit: "read" },
  {
    method: "get",
    path: "/api/v1/uploads",
    operationId: "listUploads",
    summary: "Pictures that were sent",
    responses: { 200: json(uploadList, "All that are kept, the newest first") },
  },
);
const look = defineRoute(
  { who: "owner", scope: "generations:read", limit: "read" },
  {
    method: "get",
    path: "/api/v1/uploads/{id}",
    operationId: "getUpload",
    summary: "A picture that was sent",
    request: params,
    responses: { 200: json(uploadView, "The stored upload; its pixels are never served") },
  },
);
const remove = defineRoute(
  { who: "owner", scope: "generations:write", limit: "write" },
  {
    method: "delete",
    path: "/api/v1/uploads/{id}",
    operationId: "deleteUpload",
    summary: "Removes a picture that was sent",
    request: params,
    responses: { 204: { description: "It is gone; what still waits for it will fail and costs nothing" } },
  },
);

export function registerUploads(app: AppInstance): void {
  app.openapi(create, async (c) => c.json(uploadViewOf(await keepUpload(callerOf(c))), 201));
  app.openapi(list, async (c) => {
    const rows = await c.get("services").uploads.usableOf(requireUser(callerOf(c)), Date.now());
    return c.json({ uploads: rows.map(uploadViewOf) }, 200);
  });
  app.openapi(look, async (c) => c.json(uploadViewOf(await requireUpload(c, c.req.valid("param").id)), 200));
  app.openapi(remove, async (c) => {
    const { id } = await requireUpload(c, c.req.valid("param").id);
    await removeUploads(c.get("services"), [id]);
    return c.body(null, 204);
  });
}

/** Somebody else's does not exist. */
async function requireUpload(c: Context<App>, id: string): Promise<UploadRow> {
  const isId = uploadId.safeParse(id).success;
  const row = isId && (await c.get("services").uploads.ofOwner(requireUser(callerOf(c)), id, Date.now()));
  if (!row) throw notFound("upload");
  return row;
}
