import sharp from "sharp";
import type { Producer } from "./producer.ts";

const SIDE_PX = 512;
const ROUNDS = 3;

/** Makes a few pictures of an empty canvas: models load, and the fastest tells what one frame takes here, ms. */
export async function warmUp(producer: Producer): Promise<number> {
  const blank = { create: { width: SIDE_PX, height: SIDE_PX, channels: 3 as const, background: "#ffffff" } };
  const bytes = await sharp(blank).jpeg().toBuffer();
  let bestMs = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const settings = { prompt: "a quiet morning", strength: 0.6, seed: round };
    const canvas = {
      session: "warm-up",
      bytes,
      format: "jpeg" as const,
      widthPx: SIDE_PX,
      heightPx: SIDE_PX,
      settings,
    };
    bestMs = Math.min(bestMs, (await producer.produce(canvas)).produceMs);
  }
  return bestMs;
}
