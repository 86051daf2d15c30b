/** Which model paints a final: one that draws live, so that it looks like what was drawn with. */
import { quoteCreate, type FinalCreate, type QuoteRequest } from "@llamasketch/contract";
import { ApiError } from "../../http/errors.ts";
import type { Ports } from "../../ports.ts";
import { workflowsHere } from "../../dispatch/workflows-here.ts";

export interface FinalModel {
  workflow: string;
  /** Of its sampler at final quality, where the price knows them. */
  steps: number | null;
  /** GPU time of a megapixel, ms, until a host was timed. */
  expectMs: number;
}

/** In the order in which hosts choose among them for live drawing. */
const MODELS: readonly FinalModel[] = [
  { workflow: "flux2-klein-4b-image-to-image", steps: 4, expectMs: 2000 },
  { workflow: "sdxl-lightning-image-to-image", steps: 4, expectMs: 1500 },
  { workflow: "sdxl-turbo-image-to-image", steps: 4, expectMs: 1500 },
  { workflow: "sd-turbo-image-to-image", steps: 4, expectMs: 1000 },
  { workflow: "painter-image-to-image", steps: null, expectMs: 1500 },
];

/** The first that a host is here for. */
export async function finalModel(services: Ports): Promise<FinalModel> {
  const here = await workflowsHere(services);
  const found = MODELS.find(({ workflow }) => here.has(workflow));
  if (!found)
    throw new ApiError("unavailable", "No GPU host is available for this.", {
      hint: "Nothing was charged. Try again in a moment.",
    });
  return found;
}

/** What a final is on the price list. */
export const finalPriceRequest = (
  { steps }: FinalModel,
  { widthPx, heightPx }: Pick<FinalCreate, "widthPx" | "heightPx">,
): QuoteRequest =>
  quoteCreate.parse({
    work: "picture",
    model: "standard",
    widthPx,
    heightPx,
    count: 1,
    ...(steps !== null && { steps }),
  });
