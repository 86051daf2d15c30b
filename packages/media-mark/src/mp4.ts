import { joined, latin, viewOf, type Bytes } from "@llamasketch/pictures/bytes";
import { lettersAt, lettersFrom, u32, type Part } from "./bytes.ts";

/** Adobe's name for XMP in a box. */
const XMP_UUID = "be7acfcb97a942e89c71999491e3afac";
const UUID_BYTES = 16;

/** The boxes of the file itself, none that is in another; null where they do not fill it. */
function readMp4(file: Uint8Array): Part[] | null {
  const view = viewOf(file);
  const boxes: Part[] = [];
  for (let at = 0; at < file.length;) {
    if (at + 8 > file.length) return null;
    const told = view.getUint32(at);
    // 0: to the end; 1: its length has eight bytes.
    const length =
      told === 0
        ? file.length - at
        : told === 1 && at + 16 <= file.length
          ? Number(view.getBigUint64(at + 8))
          : told;
    if (length < 8 || at + length > file.length) return null;
    boxes.push({ name: lettersAt(file, at + 4, 4), bytes: file.subarray(at, at + length) });
    at += length;
  }
  return boxes;
}

export function xmpInMp4(file: Uint8Array): string | null {
  const found = readMp4(file)?.find(isXmp);
  return found ? lettersFrom(found.bytes, 8 + UUID_BYTES) : null;
}

/** At the end: what lies before it stays where the file's own tables say. */
export function mp4With(xmp: string | null, file: Uint8Array): Bytes | null {
  const boxes = readMp4(file);
  const last = boxes?.at(-1);
  // Of one that goes to the end nothing can come after it.
  if (!boxes || !last || viewOf(last.bytes).getUint32(0) === 0) return null;
  while (boxes.length > 0 && isXmp(boxes[boxes.length - 1] ?? last)) boxes.pop();
  if (boxes.some(isXmp)) return null;
  return joined([...boxes.map(({ bytes }) => bytes), ...(xmp === null ? [] : [box(xmp)])]);
}

const isXmp = ({ name, bytes }: Part): boolean => name === "uuid" && hexAt(bytes, 8) === XMP_UUID;

const hexAt = (bytes: Uint8Array, at: number): string =>
  Array.from(bytes.subarray(at, at + UUID_BYTES), (byte) => byte.toString(16).padStart(2, "0")).join("");

function box(xmp: string): Bytes {
  const uuid = Uint8Array.from(XMP_UUID.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  const body = joined([latin("uuid"), uuid, latin(xmp)]);
  return joined([u32(body.length + 4), body]);
}
