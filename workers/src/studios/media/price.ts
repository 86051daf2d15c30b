import { quoteCreate, type BandView, type GenerationCreate, type QuoteRequest } from "@llamasketch/contract";
import { quote } from "@llamasketch/pricing";
import { ApiError } from "../../http/errors.ts";
import type { MediaModelRow } from "./models.ts";

type Asked = Pick<GenerationCreate, "widthPx" | "heightPx" | "quality" | "count">;

/** What a generation is on the price list. */
export const priceRequest = (
  model: MediaModelRow,
  { widthPx, heightPx, quality, count }: Asked,
): QuoteRequest =>
  quoteCreate.parse({
    work: "picture",
    model: model.price,
    widthPx,
    heightPx,
    count,
    ...(model.steps && { steps: model.steps[quality] }),
  });

/** Credits at this demand. Throws when there is no price for it. */
export function creditsOf(model: MediaModelRow, asked: Asked, demand: BandView, nowMs: number): number {
  const priced = quote(priceRequest(model, asked), demand, nowMs, "unused");
  if ("message" in priced)
    throw new ApiError("bad_request", "There is no price for this.", {
      fields: { [priced.field]: priced.message },
    });
  return priced.units;
}
