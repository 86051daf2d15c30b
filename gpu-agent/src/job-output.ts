/** What ComfyUI made → what is stored: checked, marked as made by a machine, with a small picture of it. */
import { readImageHead, type ImageHead, type JobFormat } from "@llamasketch/contract";
import { encode } from "blurhash";
import { bareClip } from "./bare-clip.ts";
import { JobFailed, type JobOutput } from "./job-work.ts";
import { markFor } from "./mark.ts";

const LIMIT_PIXELS = 4096 * 4096;
/** Of all pictures of a clip together. */
const LIMIT_CLIP_PIXELS = 8 * LIMIT_PIXELS;
const JPEG_QUALITY = 95;
const CLIP_QUALITY = 90;
const THUMBNAIL_PX = 320;
const THUMBNAIL_QUALITY = 80;
const BLUR_PX = 32;

/** IPTC's word for it, where search engines and cameras' makers look. */
const MADE_BY_MACHINE = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"><Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia</Iptc4xmpExt:DigitalSourceType></rdf:Description></rdf:RDF></x:xmpmeta>`;

/** An optional part: a single bundled file has no native modules. */
const loaded = import("sharp").then(
  ({ default: sharp }) => sharp,
  () => null,
);
type Sharp = NonNullable<Awaited<typeof loaded>>;

/** Whether a visible mark can be put into pictures here. */
export const canMark = async (): Promise<boolean> => (await loaded) !== null;

/** `mark`: what a second copy says to whoever looks at it. Rejects with `JobFailed` when the bytes are no whole picture. */
export async function finishOutput(
  made: Uint8Array,
  kind: "picture" | "clip",
  mark: string | null = null,
): Promise<JobOutput> {
  const bytes = kind === "clip" ? bareClip(made, MADE_BY_MACHINE) : made;
  const head = bytes && readImageHead(bytes);
  if (!bytes || !head) throw new JobFailed("damaged", "ComfyUI sent a damaged picture");
  const sharp = await loaded;
  if (!sharp && mark !== null) throw new JobFailed("unfit", "pictures cannot be marked here");
  if (!sharp) return { bytes, ...head, marked: null, thumbnail: null, blurHash: null };
  try {
    const { widthPx, heightPx } = head;
    // A clip would lose by being encoded again.
    const whole: { bytes: Uint8Array; format: JobFormat } =
      kind === "clip"
        ? { bytes, format: head.format }
        : { bytes: await asJpeg(opened(sharp, made)), format: "jpeg" };
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
    return { ...whole, widthPx, heightPx, marked, thumbnail: { bytes: small, format: "webp" }, blurHash };
  } catch {
    throw new JobFailed("damaged", "ComfyUI sent a picture that cannot be decoded");
  }
}

const opened = (sharp: Sharp, bytes: Uint8Array) =>
  sharp(bytes, { limitInputPixels: LIMIT_PIXELS, failOn: "warning" });

const asJpeg = (image: ReturnType<Sharp>): Promise<Buffer> =>
  image.jpeg({ quality: JPEG_QUALITY, chromaSubsampling: "4:4:4" }).withXmp(MADE_BY_MACHINE).toBuffer();

async function withMark(
  sharp: Sharp,
  made: Uint8Array,
  { widthPx, heightPx }: ImageHead,
  kind: "picture" | "clip",
  text: string,
): Promise<{ bytes: Uint8Array; format: JobFormat }> {
  const { svg, leftPx, topPx } = markFor(text, widthPx, heightPx);
  if (kind === "picture") {
    const image = opened(sharp, made).composite([{ input: svg, left: leftPx, top: topPx }]);
    return { bytes: await asJpeg(image), format: "jpeg" };
  }
  const clip = sharp(made, { animated: true, limitInputPixels: LIMIT_CLIP_PIXELS, failOn: "warning" });
  const { pages = 1 } = await clip.metadata();
  // Its pictures lie below each other.
  const overlays = Array.from({ length: pages }, (_, page) => ({
    input: svg,
    left: leftPx,
    top: page * heightPx + topPx,
  }));
  const whole = await clip.composite(overlays).webp({ quality: CLIP_QUALITY }).toBuffer();
  const bytes = bareClip(whole, MADE_BY_MACHINE);
  if (!bytes) throw new Error("a marked clip is no clip");
  return { bytes, format: "webp" };
}
