import type { z } from "zod";
import { parseJson } from "./well-formed.ts";

/** A text message as its schema has it, or null when it is no JSON or of another shape. */
export function readMessage<S extends z.ZodType>(schema: S, text: string): z.infer<S> | null {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    return null;
  }
  return schema.safeParse(value).data ?? null;
}
