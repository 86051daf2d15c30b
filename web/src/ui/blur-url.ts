import { decode, isBlurhashValid } from "blurhash";

/** Enough for what is blurred anyway. */
const SIDE_PX = 24;

/** A BlurHash as an image's address; null when it is none. */
export function blurUrl(hash: string | null): string | null {
  if (hash === null || !isBlurhashValid(hash).result) return null;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE_PX;
  canvas
    .getContext("2d")
    ?.putImageData(new ImageData(new Uint8ClampedArray(decode(hash, SIDE_PX, SIDE_PX)), SIDE_PX), 0, 0);
  return canvas.toDataURL();
}
