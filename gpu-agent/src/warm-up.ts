import { blankCanvas } from "./blank-canvas.ts";
import type { Producer } from "./producer.ts";

const SIDE_PX = 512;
const ROUNDS = 3;

/** Makes a few pictures of an empty canvas: models load, and the fastest tells what one frame takes here, ms. */
export async function warmUp(producer: Producer): Promise<number> {
  let bestMs = Infinity;
  for (let round = 0; round < ROUNDS; round++)
    bestMs = Math.min(bestMs, (await producer.produce(blankCanvas(SIDE_PX, round))).produceMs);
  return bestMs;
}
