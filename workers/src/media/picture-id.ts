/** A picture's id says where it stands: sketch, pen, canvas, kind. As hard to guess as its sketch's, and in the order of drawing. */
import type { PictureKind } from "@llamasketch/contract";

/** Where a picture stands in its sketch: one row each. */
export interface PicturePlace {
  sketchId: string;
  epoch: number;
  version: number;
  kind: PictureKind;
  /** 0 unless it is a variation. */
  variation: number;
}

/** Of one canvas: its picture, its variations by their numbers, its final. */
export const FINAL_RANK = 5;

const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** Of a u32. */
const CHARS = 7;

const ID = new RegExp(`^pic_([${DIGITS}]{26})([${DIGITS}]{${CHARS}})([${DIGITS}]{${CHARS}})([0-5])$`);

export function pictureIdOf({ sketchId, epoch, version, kind, variation }: PicturePlace): string {
  const rank = kind === "final" ? FINAL_RANK : variation;
  return `pic_${sketchId.slice("skt_".length)}${digitsOf(epoch)}${digitsOf(version)}${rank}`;
}

/** Null when it is no picture's id. */
export function pictureAt(id: string): PicturePlace | null {
  const [, sketch, epoch = "", version = "", digit] = ID.exec(id) ?? [];
  if (sketch === undefined) return null;
  const place = { sketchId: `skt_${sketch}`, epoch: numberOf(epoch), version: numberOf(version) };
  const rank = Number(digit);
  if (rank === FINAL_RANK) return { ...place, kind: "final", variation: 0 };
  return { ...place, kind: rank === 0 ? "live" : "variation", variation: rank };
}

function digitsOf(value: number): string {
  let text = "";
  for (let rest = value, at = 0; at < CHARS; at++, rest = Math.floor(rest / 32))
    text = DIGITS.charAt(rest % 32) + text;
  return text;
}

const numberOf = (text: string): number =>
  [...text].reduce((sum, digit) => sum * 32 + DIGITS.indexOf(digit), 0);
