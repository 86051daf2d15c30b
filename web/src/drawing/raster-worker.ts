/** Paints and encodes pages beside the page's own thread, which is busy with the hand. */
import { hashBytes } from "./hash-bytes.ts";
import { decodeOperations } from "./parse-operation.ts";
import { PageRaster } from "./page-raster.ts";
import type { EncodedPage, RasterAnswer, RasterRequest } from "./raster-messages.ts";

type EncodeRequest = Extract<RasterRequest, { type: "encode" }>;
type BitmapRequest = Extract<RasterRequest, { type: "bitmap" }>;

let page = new PageRaster();
/** Requests are done one after the other, though some let others in between. */
let queue = Promise.resolve();

async function encode({ sidePx, jpegQuality, growing }: EncodeRequest): Promise<EncodedPage> {
  const canvas = await page.draw(sidePx, growing);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: jpegQuality });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return { bytes, hash: hashBytes(bytes) };
}

async function bitmapOf({ sidePx, growing, hasPaper }: BitmapRequest): Promise<ImageBitmap> {
  return (await page.draw(sidePx, growing, hasPaper)).transferToImageBitmap();
}

async function handle(request: RasterRequest): Promise<void> {
  switch (request.type) {
    case "load":
      page = PageRaster.of([...decodeOperations(request.log), ...request.operations]);
      return;
    case "add":
      page.apply(request.operation);
      return;
    case "encode": {
      const encoded = await encode(request).catch(() => null);
      return answer({ type: "encoded", page: encoded }, encoded ? [encoded.bytes.buffer] : []);
    }
    case "bitmap": {
      const bitmap = await bitmapOf(request).catch(() => null);
      return answer({ type: "bitmap", bitmap }, bitmap ? [bitmap] : []);
    }
    case "flood":
      return answer({ type: "flooded", area: page.flood(request.x, request.y, request.layer) }, []);
  }
}

function answer(message: RasterAnswer, transfer: Transferable[]): void {
  postMessage(message, { transfer });
}

addEventListener("message", (event: MessageEvent<RasterRequest>) => {
  queue = queue.then(() => handle(event.data));
});
