/** Encodes canvases beside the page's own thread, which is busy with the hand. */
import type { EncodeAnswer, EncodeQuestion } from "./encode-messages.ts";
import { hashBytes } from "./hash-bytes.ts";

let canvas = new OffscreenCanvas(1, 1);

async function encode({ pixels, jpegQuality }: EncodeQuestion): Promise<EncodeAnswer> {
  if (canvas.width !== pixels.width || canvas.height !== pixels.height) {
    canvas = new OffscreenCanvas(pixels.width, pixels.height);
  }
  const context = canvas.getContext("2d", { alpha: false });
  context?.drawImage(pixels, 0, 0);
  pixels.close();
  if (!context) return null;
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: jpegQuality });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return { bytes, hash: hashBytes(bytes) };
}

addEventListener("message", (event: MessageEvent<EncodeQuestion>) => {
  void encode(event.data)
    .catch(() => null)
    .then((answer) => postMessage(answer, { transfer: answer ? [answer.bytes.buffer] : [] }));
});
