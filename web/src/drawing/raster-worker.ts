/** Paints and encodes pages beside the page's own thread, which is busy with the hand. */
import { hashBytes } from "./hash-bytes.ts";
import { PageRaster } from "./page-raster.ts";
import type { EncodedPage, RasterAnswer, RasterRequest } from "./raster-messages.ts";

type EncodeRequest = Extract<RasterRequest, { type: "encode" }>;
type BitmapRequest = Extract<RasterRequest, { type: "bitmap" }>;

let page = new PageRaster();
/** Requests are done one after the other, though encoding lets others in between. */
let queue = Promise.resolve();

async function encode({ sidePx, jpegQuality, growing }: EncodeRequest): Promise<EncodedPage> {
  const canvas = page.draw(sidePx, growing);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: jpegQuality });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return { bytes, hash: hashBytes(bytes) };
}

function bitmapOf({ sidePx, growing, hasPaper }: BitmapRequest): ImageBitmap | null {
  try {
    return page.draw(sidePx, growing, hasPaper).transferToImageBitmap();
  } catch {
    return null;
  }
}

async function handle(request: RasterRequest): Promise<void> {
  switch (request.type) {
    case "load":
      page = PageRaster.of(request.operations);
      return;
    case "add":
      page.apply(request.operation);
      return;
    case "encode": {
      const encoded = await encode(request).catch(() => null);
      return answer({ type: "encoded", page: encoded }, encoded ? [encoded.bytes.buffer] : []);
    }
    case "bitmap": {
      const bitmap = bitmapOf(request);
      return answer({ type: "bitmap", bitmap }, bitmap ? [bitmap] : []);
    }
  }
}

function answer(message: RasterAnswer, transfer: Transferable[]): void {
  postMessage(message, { transfer });
}

addEventListener("message", (event: MessageEvent<RasterRequest>) => {
  queue = queue.then(() => handle(event.data));
});
