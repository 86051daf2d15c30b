/** A form of two parts: `about`, in JSON, and the bytes of an `image`. */
import { parseJson } from "@llamasketch/contract";
import type { z } from "zod";
import type { Caller } from "../../http/caller.ts";
import { ApiError, invalid } from "../../http/errors.ts";

export async function readForm<T>(
  caller: Caller,
  schema: z.ZodType<T>,
): Promise<{ about: T; image: Uint8Array<ArrayBuffer> }> {
  if (!caller.header("content-type")?.toLowerCase().startsWith("multipart/form-data")) {
    throw new ApiError("unsupported_media_type", "Send multipart/form-data with the parts about and image.");
  }
  const form = await caller.request.formData().catch(() => null);
  const image = form?.get("image");
  const words = form?.get("about");
  if (typeof words !== "string" || !(image instanceof File)) {
    throw new ApiError("bad_request", "The form must have a text part `about` and a file part `image`.");
  }
  const read = schema.safeParse(readJson(words));
  if (!read.success) throw invalid(read.error);
  return { about: read.data, image: new Uint8Array(await image.arrayBuffer()) };
}

function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new ApiError("bad_request", "The part `about` is not valid JSON.");
  }
}
