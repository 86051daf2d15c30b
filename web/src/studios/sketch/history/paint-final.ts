import type { Settings } from "@llamasketch/contract";
import { putFinal, readFinalPicture } from "../../../api/finals.ts";
import { watchFinal } from "../picture/watch-final.ts";

interface FinalCanvas {
  bytes: Uint8Array<ArrayBuffer>;
  sidePx: number;
}

/** Has a final painted in a sketch, as if it were asked for there. `version`: another one for each. */
export async function paintFinal(
  sketchId: string,
  { bytes, sidePx }: FinalCanvas,
  settings: Settings,
  version: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const about = { epoch: 1, version, widthPx: sidePx, heightPx: sidePx, settings };
  const canvas = new Blob([bytes], { type: "image/jpeg" });
  const { id } = await putFinal(sketchId, about, canvas, crypto.randomUUID());
  const end = await watchFinal(id, signal, () => undefined);
  signal.throwIfAborted();
  if (!end?.pictureId) throw new Error("A final could not be painted again.");
  return new Uint8Array(await (await readFinalPicture(end.pictureId)).arrayBuffer());
}
