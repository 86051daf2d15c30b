/** What ComfyUI made → what is stored: checked, marked as made by a machine, with a small picture of it. */
import { readImageHead, type JobFormat } from "@llamasketch/contract";
import { encode } from "blurhash";
import { bareClip } from "./bare-clip.ts";
import { JobFailed, type JobOutput } from "./job-work.ts";

const LIMIT_PIXELS = 4096 * 4096;
const JPEG_QUALITY = 95;
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

/** Rejects with `JobFailed` when the bytes are no whole picture. */
export async function finishOutput(made: Uint8Array, kind: "picture" | "clip"): Promise<JobOutput> {
  const bytes = kind === "clip" ? bareClip(made, MADE_BY_MACHINE) : made;
  const head = bytes && readImageHead(bytes);
  if (!bytes || !head) throw new JobFailed("damaged", "ComfyUI sent a damaged picture");
  const sharp = await loaded;
  if (!sharp) return { bytes, ...head, thumbnail: null, blurHash: null };
  const open = () => sharp(made, { limitInputPixels: LIMIT_PIXELS, failOn: "warning" });
  try {
    const small = await open()
      .resize(THUMBNAIL_PX, THUMBNAIL_PX, { fit: "inside", withoutEnlargement: true })
      .webp({ quality: THUMBNAIL_QUALITY })
      .toBuffer();
    const { data, info } = await open()
      .resize(BLUR_PX, BLUR_PX, { fit: "inside" })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const blurHash = encode(new Uint8ClampedArray(data), info.width, info.height, 4, 3);
    // A clip would lose by being encoded again.
    const whole: { bytes: Uint8Array; format: JobFormat } =
      kind === "clip"
        ? { bytes, format: head.format }
        : {
            bytes: await open()
              .jpeg({ quality: JPEG_QUALITY, chromaSubsampling: "4:4:4" })
              .withXmp(MADE_BY_MACHINE)
              .toBuffer(),
            format: "jpeg",
          };
    const { widthPx, heightPx } = head;
    return { ...whole, widthPx, heightPx, thumbnail: { bytes: small, format: "webp" }, blurHash };
  } catch {
    throw new JobFailed("damaged", "ComfyUI sent a picture that cannot be decoded");
  }
}
