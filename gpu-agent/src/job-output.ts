/** What ComfyUI made → what is stored: checked, marked as made by a machine, with a small picture of it. */
import { isAnimated, readImageHead, type ImageHead, type JobFormat } from "@llamasketch/contract";
import { encode } from "blurhash";
import { JobFailed, type JobOutput } from "./job-work.ts";
import { madeByMachine } from "./made-by-machine.ts";
import { markFor } from "./mark.ts";
import { wholeFrames, type FramesWish } from "./whole-frames.ts";

const LIMIT_PIXELS = 4096 * 4096;
/** Of all pictures of a clip together. */
const LIMIT_CLIP_PIXELS = 8 * LIMIT_PIXELS;
const JPEG_QUALITY = 95;
const CLIP_QUALITY = 90;
const THUMBNAIL_PX = 320;
const THUMBNAIL_QUALITY = 80;
const BLUR_PX = 32;

/** An optional part: a single bundled file has no native modules. */
const loaded = import("sharp").then(
  ({ default: sharp }) => sharp,
  () => null,
);
type Sharp = NonNullable<Awaited<typeof loaded>>;

interface Made {
  bytes: Uint8Array;
  format: JobFormat;
}

/** Whether a visible mark can be put into pictures here. */
export const canMark = async (): Promise<boolean> => (await loaded) !== null;

/** `mark`: what a second copy says to whoever looks at it. Rejects with `JobFailed` when the bytes are no whole picture. */
export async function finishOutput(
  made: Uint8Array,
  kind: "picture" | "clip",
  mark: string | null = null,
): Promise<JobOutput> {
  const head = readImageHead(made);
  if (!head || (kind === "clip" && !isAnimated(made, head)))
    throw new JobFailed("damaged", "ComfyUI sent a damaged picture");
  const sharp = await loaded;
  if (!sharp && mark !== null) throw new JobFailed("unfit", "pictures cannot be marked here");
  if (!sharp) return { bytes: madeByMachine(made), ...head, marked: null, thumbnail: null, blurHash: null };
  try {
    const { widthPx, heightPx } = head;
    const whole: Made = kind === "clip" ? await asClip(sharp, made) : await asJpeg(opened(sharp, made));
    const marked = mark === null ? null : await withMark(sharp, made, head, kind, mark);
    // Whoever sees the small one alone sees no more than who sees the whole.
    const shown = marked?.bytes ?? made;
    const small = await opened(sharp, shown)
      .resize(THUMBNAIL_PX, THUMBNAIL_PX, { fit: "inside", withoutEnlargement: true })
      .webp({ quality: THUMBNAIL_QUALITY })
      .toBuffer();
    const { data, info } = await opened(sharp, shown)
      .resize(BLUR_PX, BLUR_PX, { fit: "inside" })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const blurHash = encode(new Uint8ClampedArray(data), info.width, info.height, 4, 3);
    const thumbnail: Made = { bytes: madeByMachine(small), format: "webp" };
    return { ...whole, widthPx, heightPx, marked, thumbnail, blurHash };
  } catch {
    throw new JobFailed("damaged", "ComfyUI sent a picture that cannot be decoded");
  }
}

const opened = (sharp: Sharp, bytes: Uint8Array) =>
  sharp(bytes, { limitInputPixels: LIMIT_PIXELS, failOn: "warning" });

const asJpeg = async (image: ReturnType<Sharp>): Promise<Made> => ({
  bytes: madeByMachine(await image.jpeg({ quality: JPEG_QUALITY, chromaSubsampling: "4:4:4" }).toBuffer()),
  format: "jpeg",
});

const asClip = async (
  sharp: Sharp,
  made: Uint8Array,
  wish: Pick<FramesWish, "over"> = {},
): Promise<Made> => ({
  bytes: madeByMachine(
    await wholeFrames(sharp, made, { quality: CLIP_QUALITY, limitPixels: LIMIT_CLIP_PIXELS, ...wish }),
  ),
  format: "webp",
});

function withMark(
  sharp: Sharp,
  made: Uint8Array,
  { widthPx, heightPx }: ImageHead,
  kind: "picture" | "clip",
  text: string,
): Promise<Made> {
  const { svg, leftPx, topPx } = markFor(text, widthPx, heightPx);
  const over = { input: svg, left: leftPx, top: topPx };
  return kind === "clip" ? asClip(sharp, made, { over }) : asJpeg(opened(sharp, made).composite([over]));
}
