/** A colour profile that somebody sent: looked through, and written anew without whose screen it was made for. */
import { HEADER_BYTES, writtenProfile } from "./icc-writer.ts";
import { textAt, viewOf, type Bytes } from "./bytes.ts";

/** Of a printer's, with tables, they are half a megabyte to three: of a JPEG 48 segments, and no more than 64 are walked for its head. */
export const PROFILE_MAX_BYTES = 3 * 1024 * 1024;
const TAGS_MAX = 100;
const KINDS = new Set(["mntr", "scnr", "prtr", "spac"]);
const BETWEEN = new Set(["XYZ ", "Lab "]);
const INTENT_MAX = 3;

const LIGHT = ["rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"];
const TABLES = ["A2B0", "A2B1", "A2B2", "B2A0", "B2A1", "B2A2", "D2B0", "D2B1", "D2B2"];
/** What turns samples into colours. */
const KEPT = new Set(["wtpt", "bkpt", "chad", "cicp", "kTRC", ...LIGHT, ...TABLES]);

export type ProfileSpace = "RGB " | "GRAY" | "CMYK";

/** Null where it is none, or none for pictures of this space: then browsers do not look at it either. */
export function bareProfile(bytes: Uint8Array, space: ProfileSpace): Bytes | null {
  if (bytes.length < HEADER_BYTES + 4 || bytes.length > PROFILE_MAX_BYTES) return null;
  const view = viewOf(bytes);
  const version = bytes[8] ?? 0;
  const [kind, between] = [textAt(bytes, 12, 4), textAt(bytes, 20, 4)];
  const isOne =
    view.getUint32(0) <= bytes.length &&
    textAt(bytes, 36, 4) === "acsp" &&
    (version === 2 || version === 4) &&
    KINDS.has(kind) &&
    textAt(bytes, 16, 4) === space &&
    BETWEEN.has(between);
  if (!isOne) return null;
  const tags = tagsOf(bytes.subarray(0, view.getUint32(0)));
  if (!tags || !isEnough(tags, space)) return null;
  const intent = view.getUint32(64);
  return writtenProfile({ version, kind, space, between, intent: intent > INTENT_MAX ? 0 : intent }, tags);
}

/** Null where one reaches beyond the end. */
function tagsOf(bytes: Uint8Array): Map<string, Uint8Array> | null {
  const view = viewOf(bytes);
  if (bytes.length < HEADER_BYTES + 4) return null;
  const count = view.getUint32(HEADER_BYTES);
  if (count > TAGS_MAX || HEADER_BYTES + 4 + 12 * count > bytes.length) return null;
  const tags = new Map<string, Uint8Array>();
  const seen = new Map<string, Uint8Array>();
  for (let at = HEADER_BYTES + 4; at < HEADER_BYTES + 4 + 12 * count; at += 12) {
    const [from, length] = [view.getUint32(at + 4), view.getUint32(at + 8)];
    if (from + length > bytes.length) return null;
    const name = textAt(bytes, at, 4);
    const place = `${from} ${length}`;
    const data = seen.get(place) ?? bytes.subarray(from, from + length);
    seen.set(place, data);
    if (KEPT.has(name) && length >= 8) tags.set(name, data);
  }
  return tags;
}

function isEnough(tags: ReadonlyMap<string, Uint8Array>, space: ProfileSpace): boolean {
  if (["A2B0", "A2B1", "D2B0"].some((name) => tags.has(name))) return true;
  return space === "GRAY" ? tags.has("kTRC") : space === "RGB " && LIGHT.every((name) => tags.has(name));
}
