/** A form of two parts: `about`, in JSON, and the bytes of an `image`. */
import { parseJson } from "@llamasketch/contract";
import type { Context } from "hono";
import type { z } from "zod";
import type { App } from "../../http/context.ts";
import { ApiError, invalid } from "../../http/errors.ts";

export async function readForm<T>(
  c: Context<App>,
  schema: z.ZodType<T>,
): Promise<{ about: T; image: Uint8Array<ArrayBuffer> }> {
  if (!c.req.header("content-type")?.toLowerCase().startsWith("multipart/form-data")) {
    throw new ApiError("unsupported_media_type", "Send multipart/form-data with the parts about and image.");
  }
  const form = await c.req.formData().catch(() => null);
  const image = form?.get("image");
  const words = form?.get("about");
  if (typeof words !== "string" || !(image instanceof File)) {
    throw new ApiError("bad_request", "The form needs a text about and a file image.");
  }
  const read = schema.safeParse(readJson(words));
  if (!read.success) throw invalid(read.error);
  return { about: read.data, image: new Uint8Array(await image.arrayBuffer()) };
}

function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new ApiError("bad_request", "The part about is not JSON.");
  }
}
