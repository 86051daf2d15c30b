import {
  VIDEO,
  quoteCreate,
  type BandView,
  type GenerationCreate,
  type QuoteRequest,
} from "@llamasketch/contract";
import { quote } from "@llamasketch/pricing";
import { ApiError } from "../../http/errors.ts";
import type { Making } from "./models.ts";
import type { Size } from "./size.ts";

type Asked = Pick<GenerationCreate, "quality" | "count" | "class">;

/** What a generation is on the price list. */
export const priceRequest = (
  { price, steps }: Making,
  { quality, count, class: when }: Asked,
  { widthPx, heightPx }: Size,
): QuoteRequest =>
  quoteCreate.parse(
    price.work === "video"
      ? { ...price, count, class: when, seconds: Math.floor(VIDEO.durationMs / 1000) }
      : { ...price, widthPx, heightPx, count, class: when, ...(steps && { steps: steps[quality] }) },
  );

/** Credits at this demand. Throws when there is no price for it. */
export function creditsOf(request: QuoteRequest, demand: BandView, nowMs: number): number {
  const priced = quote(request, demand, nowMs, "unused");
  if ("message" in priced)
    throw new ApiError("bad_request", "This request can't be priced.", {
      fields: { [priced.field]: priced.message },
    });
  return priced.units;
}
