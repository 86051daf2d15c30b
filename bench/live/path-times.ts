/**
 * The painter's own way beside a real ComfyUI's: a JPEG uploaded, inverted, and sent back over the socket as PNG. The
 * recorded times are of ComfyUI 0.3.64 on two cores without a GPU (loopback, median of five runs after one).
 */
import { randomUUID } from "node:crypto";
import { ComfyClient, connectComfy, runPrompt } from "@llamasketch/comfyui";
import { percentile } from "@llamasketch/headless";
import sharp from "sharp";
import { WebSocket } from "ws";
import { startEasels } from "./easels.ts";

const RECORDED_MS = {
  512: { upload: 2.4, toBytes: 32.3 },
  1024: { upload: 2.8, toBytes: 103.8 },
} as const;
const SIDES = [512, 1024] as const;
const RUNS = 5;

export interface PathTimes {
  sidePx: number;
  uploadMs: number;
  toBytesMs: number;
  recordedUploadMs: number;
  recordedToBytesMs: number;
}

export async function measurePath(): Promise<PathTimes[]> {
  const easels = await startEasels(1, 0);
  const baseUrl = easels.urls[0] ?? "";
  const client = new ComfyClient({ baseUrl, fetch });
  const socket = await connectComfy({ baseUrl, WebSocket: WebSocket as never });
  const times: PathTimes[] = [];
  try {
    for (const sidePx of SIDES) {
      const upload: number[] = [];
      const toBytes: number[] = [];
      for (let run = 0; run <= RUNS; run++) {
        const bytes = new Uint8Array(await noise(sidePx, run));
        const startedMs = performance.now();
        const place = { name: `${sidePx}-${run}.jpg`, subfolder: "path", overwrite: true };
        const { name, subfolder } = await client.uploadImage(bytes, place);
        const uploadedMs = performance.now();
        await runPrompt({ client, socket, promptId: randomUUID(), ...inverted(`${subfolder}/${name}`) });
        if (run === 0) continue;
        upload.push(uploadedMs - startedMs);
        toBytes.push(performance.now() - startedMs);
      }
      const median = (list: readonly number[]): number => Number((percentile(list, 0.5) ?? 0).toFixed(1));
      const recorded = RECORDED_MS[sidePx];
      times.push({
        sidePx,
        uploadMs: median(upload),
        toBytesMs: median(toBytes),
        recordedUploadMs: recorded.upload,
        recordedToBytesMs: recorded.toBytes,
      });
    }
  } finally {
    socket.close();
    easels.stop();
  }
  for (const { sidePx, uploadMs, toBytesMs, recordedUploadMs, recordedToBytesMs } of times) {
    console.log(
      `  ${sidePx} px through the painter: ${toBytesMs} ms (upload ${uploadMs}); recorded ComfyUI: ${recordedToBytesMs} ms (${recordedUploadMs})`,
    );
  }
  return times;
}

function inverted(image: string) {
  return {
    outputNode: "4",
    graph: {
      1: { class_type: "LoadImage", inputs: { image } },
      2: { class_type: "ImageInvert", inputs: { image: ["1", 0] as [string, number] } },
      4: { class_type: "SaveImageWebsocket", inputs: { images: ["2", 0] as [string, number] } },
    },
  };
}

function noise(sidePx: number, seed: number): Promise<Buffer> {
  const pixels = Buffer.alloc(sidePx * sidePx * 3);
  for (let at = 0, state = seed + 1; at < pixels.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    pixels[at] = (state >>> 27) + ((at >> 6) & 0xff) / 2;
  }
  return sharp(pixels, { raw: { width: sidePx, height: sidePx, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}
