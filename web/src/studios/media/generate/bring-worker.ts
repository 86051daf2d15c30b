/** A picture of one's own as it is sent: bare, or brought down where it is larger than what is taken; and a small one to look at. */
import { layOnPaper, openPicture, type OpenedPicture } from "../../../brought/open-picture.ts";
import type { BringAnswer, BringWork } from "./bring-work.ts";

/** Twice the longest side that is made. */
const SIDE_MAX_PX = 4096;
const QUALITY = 0.92;
const SMALLER = 0.75;
const PREVIEW_SIDE_PX = 512;

async function bring({ file, limits }: BringWork): Promise<BringAnswer> {
  const opened = await openPicture(file);
  if (!opened) return { picture: null };
  const { bare } = opened;
  const isTaken =
    bare !== null &&
    bare.bytes.length <= limits.bytes &&
    bare.widthPx * bare.heightPx <= limits.pixels[bare.format];
  const picture = isTaken
    ? new Blob([bare.bytes], { type: `image/${bare.format}` })
    : await smaller(opened, limits.bytes);
  const preview = await painted(opened, PREVIEW_SIDE_PX, { type: "image/png" });
  opened.close();
  return { picture, preview };
}

async function smaller(opened: OpenedPicture, mostBytes: number): Promise<Blob> {
  let sidePx = SIDE_MAX_PX;
  for (;;) {
    const blob = await painted(opened, sidePx, { type: "image/jpeg", quality: QUALITY });
    if (blob.size <= mostBytes) return blob;
    sidePx *= SMALLER;
  }
}

/** On paper, its longer side no longer than `sidePx`. */
function painted(opened: OpenedPicture, sidePx: number, as: ImageEncodeOptions): Promise<Blob> {
  const scale = Math.min(1, sidePx / Math.max(opened.widthPx, opened.heightPx));
  const side = (px: number): number => Math.max(1, Math.round(px * scale));
  const canvas = new OffscreenCanvas(side(opened.widthPx), side(opened.heightPx));
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  opened.draw(context);
  layOnPaper(context);
  return canvas.convertToBlob(as);
}

addEventListener("message", (event: MessageEvent<BringWork>) => {
  void bring(event.data)
    .catch((): BringAnswer => ({ picture: null }))
    .then((answer) => postMessage(answer));
});
