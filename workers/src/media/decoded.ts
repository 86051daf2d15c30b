/**
 * Whether pictures can be decoded to their last pixel. Containers were walked before, and sizes are bounded; each decoder lives for one
 * picture, so that what it took is free again and what broke it is gone. One at a time: all of a Worker share 128 MB.
 */
import type { ImageHead } from "@llamasketch/contract";
import { SCANS_MAX, scansOf } from "@llamasketch/pictures";
import jpegDecoder from "@jsquash/jpeg/codec/dec/mozjpeg_dec.js";
import jpegCompiled from "@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm";
import webpDecoder from "@jsquash/webp/codec/dec/webp_dec.js";
import webpCompiled from "@jsquash/webp/codec/dec/webp_dec.wasm";
import { clipFrames } from "./clip-frames.ts";

interface Codec {
  make(options: {
    noInitialRun: boolean;
    instantiateWasm(imports: WebAssembly.Imports, done: (made: WebAssembly.Instance) => void): object;
    print(text: string): void;
    printErr(text: string): void;
  }): Promise<{ decode(...given: unknown[]): { width: number; height: number } | null }>;
  compiled: WebAssembly.Module;
  /** Beside the bytes: its binding takes neither more nor less. */
  options: readonly unknown[];
}

const CODECS: Record<"jpeg" | "webp", Codec> = {
  // As it lies, not as it is turned.
  jpeg: { make: jpegDecoder as unknown as Codec["make"], compiled: jpegCompiled, options: [false] },
  webp: { make: webpDecoder as unknown as Codec["make"], compiled: webpCompiled, options: [] },
};

let last: Promise<unknown> = Promise.resolve();
/** After whatever is decoded now. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = last.then(work);
  last = done.catch(() => undefined);
  return done;
}

/** `head`: what it says of itself. PNG was unpacked when it was walked. */
export function isDecodable(bytes: Uint8Array, head: ImageHead): Promise<boolean> {
  const { format } = head;
  if (format === "png") return Promise.resolve(true);
  if (format === "jpeg" && scansOf(bytes) > SCANS_MAX) return Promise.resolve(false);
  return inTurn(() => isWhole(CODECS[format], bytes, head));
}

/** Every picture of an animated WebP. */
export function isDecodableClip(bytes: Uint8Array): Promise<boolean> {
  return inTurn(async () => {
    for (const frame of clipFrames(bytes))
      if (!(await isWhole(CODECS.webp, frame.bytes, frame))) return false;
    return true;
  });
}

async function isWhole(
  { make, compiled, options }: Codec,
  bytes: Uint8Array,
  { widthPx, heightPx }: Pick<ImageHead, "widthPx" | "heightPx">,
): Promise<boolean> {
  // What a decoder puts right by guessing, it says there.
  let complaints = 0;
  const note = (): void => void (complaints += 1);
  try {
    const decoder = await make({
      noInitialRun: true,
      instantiateWasm(imports, done) {
        const made = new WebAssembly.Instance(compiled, imports);
        done(made);
        return made.exports;
      },
      print: note,
      printErr: note,
    });
    const image = decoder.decode(bytes, ...options);
    return complaints === 0 && image?.width === widthPx && image.height === heightPx;
  } catch {
    return false;
  }
}
