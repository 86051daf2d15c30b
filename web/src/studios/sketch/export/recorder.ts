import { markMedia, webmTags, type DigitalSource } from "@llamasketch/media-mark";
import {
  BufferTarget,
  CanvasSource,
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  Output,
  QUALITY_HIGH,
  WebMOutputFormat,
} from "mediabunny";

/** Takes a canvas down, frame by frame. */
export interface Recorder {
  extension: string;
  /** What the canvas shows now is frame `frame`. */
  add(frame: number): Promise<void>;
  finish(): Promise<Blob>;
  cancel(): Promise<void>;
}

/**
 * A recorder of `canvas`, WebM where that can be; null in browsers that encode no video. `madeBy`: how a machine has part in what it
 * shows; null: a person drew all of it.
 */
export async function openRecorder(
  canvas: OffscreenCanvas,
  framesPerSecond: number,
  madeBy: DigitalSource | null,
): Promise<Recorder | null> {
  if (typeof VideoEncoder === "undefined") return null;
  const size = { width: canvas.width, height: canvas.height, quality: QUALITY_HIGH };
  const webm = await getFirstEncodableVideoCodec(["vp9", "vp8"], size);
  const codec = webm ?? (await getFirstEncodableVideoCodec(["avc"], size));
  if (!codec) return null;
  const target = new BufferTarget();
  const format = webm ? new WebMOutputFormat() : new Mp4OutputFormat();
  const output = new Output({ format, target });
  const source = new CanvasSource(canvas, { codec, bitrate: QUALITY_HIGH });
  output.addVideoTrack(source, { frameRate: framesPerSecond });
  if (webm && madeBy) output.setMetadataTags({ raw: webmTags(madeBy) });
  await output.start();
  return {
    extension: webm ? "webm" : "mp4",
    add: (frame) => source.add(frame / framesPerSecond, 1 / framesPerSecond),
    async finish() {
      await output.finalize();
      const film = new Uint8Array(target.buffer ?? new ArrayBuffer(0));
      if (webm) return new Blob([film], { type: "video/webm" });
      const file = madeBy ? markMedia(film, madeBy) : film;
      if (!file) throw new Error("This browser wrote no whole film.");
      return new Blob([file], { type: "video/mp4" });
    },
    cancel: () => output.cancel(),
  };
}
