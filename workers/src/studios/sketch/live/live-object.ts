/** What the objects of a live session say of themselves: enough to write their rows when the session died before it did. */
import { settings as settingsSchema, type Settings } from "@llamasketch/contract";
import { z } from "zod";

/** Of a picture, beside its words: those lie in an object of their own, since the notes of an object hold 2 KB. */
const pictureNote = z.object({
  epoch: z.int(),
  version: z.int(),
  variation: z.int().min(0),
  seq: z.int(),
  quality: z.enum(["draft", "full"]),
  format: z.enum(["jpeg", "png", "webp"]),
  widthPx: z.int(),
  heightPx: z.int(),
  /** Digest of the words. */
  words: z.string(),
  windowMs: z.int().nullable(),
  createdAt: z.int(),
});
export type PictureNote = z.infer<typeof pictureNote>;

/** Of a piece of the stroke log. */
const pieceNote = z.object({
  epoch: z.int(),
  version: z.int(),
  chunkIds: z.array(z.int()),
  createdAt: z.int(),
});
export type PieceNote = z.infer<typeof pieceNote>;

export const noted = (note: PictureNote | PieceNote): Record<string, string> => ({
  note: JSON.stringify(note),
});
/** Null for an object that a session did not put. */
export const pictureNoteOf = (object: R2Object): PictureNote | null => read(pictureNote, object);
export const pieceNoteOf = (object: R2Object): PieceNote | null => read(pieceNote, object);

function read<T>(schema: z.ZodType<T>, { customMetadata }: R2Object): T | null {
  try {
    return schema.parse(JSON.parse(customMetadata?.note ?? ""));
  } catch {
    return null;
  }
}

const wordsText = ({ prompt, strength, seed }: Settings): string =>
  JSON.stringify({ prompt, strength, seed });
export const wordsOf = (text: string): Settings => settingsSchema.parse(JSON.parse(text));

/** Words as they are stored, and what they are known by: eight letters, of the few hundred words of one sketch no two meet. */
export async function digestOfSettings(settings: Settings): Promise<{ text: string; digest: string }> {
  const text = wordsText(settings);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  const digest = Array.from(hash.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { text, digest };
}

/** Puts an object where none lies; false where one does. */
export async function putIfAbsent(
  media: R2Bucket,
  key: string,
  bytes: Uint8Array | string,
  options: Omit<R2PutOptions, "onlyIf"> = {},
): Promise<boolean> {
  const put: R2Object | null = await media.put(key, bytes, {
    ...options,
    onlyIf: new Headers({ "if-none-match": "*" }),
  });
  return put !== null;
}

/** All objects under this prefix after that key, in the order of their names. */
export async function* objectsAfter(
  media: R2Bucket,
  prefix: string,
  after: string,
): AsyncGenerator<R2Object> {
  let startAfter = after;
  for (;;) {
    const listed = await media.list({ prefix, startAfter, include: ["customMetadata"] });
    yield* listed.objects;
    const last = listed.objects.at(-1);
    if (!listed.truncated || !last) return;
    startAfter = last.key;
  }
}
