/** Prices that are promised, and kept. */
import type { QuoteRequest, QuoteView } from "@llamasketch/contract";
import { quote } from "@llamasketch/pricing";
import { ApiError } from "../http/errors.ts";
import { newId } from "../ids.ts";
import type { Ports } from "../ports.ts";
import { hostsTold } from "../dispatch/hosts-told.ts";
import { demandNow } from "../dispatch/demand.ts";

/** The price of this work now, written down for one use. Throws where there is none. */
export async function promisePrice(
  services: Ports,
  request: QuoteRequest,
  nowMs: number,
): Promise<QuoteView> {
  const { demand } = await hostsTold(services, nowMs);
  const priced = quote(request, demand, nowMs, newId("quote"));
  if ("message" in priced) throw noPrice(priced);
  const { id, asset, units, lines, band, expiresAtMs } = priced;
  await services.commit([
    services.balances.addQuote({
      id,
      asset,
      amount: units,
      request: JSON.stringify(request),
      lines: JSON.stringify(lines),
      band,
      createdAt: nowMs,
      expiresAt: expiresAtMs,
    }),
  ]);
  const expiresAt = new Date(expiresAtMs).toISOString();
  return { id, asset, units, lines, band, expiresAt, expiresInMs: expiresAtMs - nowMs };
}

/** What was promised, if it was for this work, else the price now; that a promise is unused and in time the hold decides. */
export async function unitsOf(
  services: Ports,
  request: QuoteRequest,
  quoteId: string | undefined,
  nowMs: number,
): Promise<number> {
  if (quoteId === undefined) {
    const priced = quote(request, await demandNow(services), nowMs, "unused");
    if ("message" in priced) throw noPrice(priced);
    return priced.units;
  }
  const found = await services.balances.quoteById(quoteId);
  if (found?.request !== JSON.stringify(request))
    throw new ApiError("conflict", "This price was promised for something else.", {
      hint: "Ask for a new one.",
    });
  return found.amount;
}

const noPrice = ({ field, message }: { field: string; message: string }): ApiError =>
  new ApiError("bad_request", "This request can't be priced.", { fields: { [field]: message } });
