/** Which kind of work a request is, and whether what it says goes together. Pure. */
import type { GenerationCreate, GenerationKind } from "@llamasketch/contract";
import { ApiError } from "../../http/errors.ts";

type Asked = Pick<GenerationCreate, "kind" | "prompt" | "image" | "scale" | "count">;

/** Of one that may have been stored before kinds were said. */
export const kindOf = ({ kind, image }: Pick<GenerationCreate, "kind" | "image">): GenerationKind =>
  kind ?? (image ? "edit" : "image");

/** Its words, or what it is, where it needed none. */
export const saidAs = (asked: Pick<GenerationCreate, "kind" | "image" | "prompt">): string =>
  asked.prompt ?? WORDLESS[kindOf(asked)];
const WORDLESS: Record<GenerationKind, string> = {
  image: "A picture",
  edit: "A picture",
  upscale: "A larger picture",
  video: "A video",
};

/** Throws `ApiError` for what does not go together. A quote may leave out words and picture. */
export function requireSense(asked: Asked, isQuote: boolean): GenerationKind {
  const kind = kindOf(asked);
  const isWordy = kind === "image" || kind === "edit";
  const fields: Record<string, string> = {};
  if (isWordy && asked.prompt === undefined && !isQuote) fields.prompt = "Say what is to be seen.";
  if (!isWordy && asked.prompt !== undefined)
    fields.prompt = "This is made of the picture alone: leave words out.";
  if (kind === "image" && asked.image)
    fields.image = "An image is made from words alone; `edit` paints over one.";
  if (kind !== "image" && !asked.image && !isQuote) fields.image = "Say which picture.";
  if (kind !== "upscale" && asked.scale !== undefined) fields.scale = "This is for an upscale.";
  if (kind === "upscale" && asked.count > 1)
    fields.count = "Every upscale of a picture is the same: ask for one.";
  if (Object.keys(fields).length > 0)
    throw new ApiError("bad_request", "Some fields can't be combined.", { fields });
  return kind;
}
