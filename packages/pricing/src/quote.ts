import {
  IDLE_TIME,
  QUOTE_LIVES_MS,
  type BandView,
  type DemandBand,
  type Price,
  type QuoteLine,
  type QuoteRequest,
} from "@llamasketch/contract";
import { CATALOGUE } from "./catalogue/catalogue.ts";
import { idlePriceRoundedUp, priceRoundedUp } from "./rounding.ts";

const IDLE_LINE = `In idle time: ${Math.round((1 - IDLE_TIME.factor) * 100)} % off`;

export interface Quote {
  id: string;
  asset: Price["asset"];
  units: number;
  lines: QuoteLine[];
  band: DemandBand;
  expiresAtMs: number;
}

/** Why there is no price: the field that is to blame, and what may be asked instead. */
export interface NoQuote {
  field: "product" | "model" | "widthPx" | "steps" | "seconds";
  message: string;
}

/**
 * The price of work: what is wanted and how much is waiting decide it. There is no user here to look at. It holds until
 * `expiresAtMs`, whatever demand does meanwhile.
 */
export function quote(request: QuoteRequest, demand: BandView, nowMs: number, id: string): Quote | NoQuote {
  const list = CATALOGUE[request.product];
  if (list.state !== "open") return { field: "product", message: `${list.name} is not sold yet.` };
  const rows = list.prices.filter(({ work }) => work === request.work);
  const price = rows.find(({ model }) => model === request.model);
  if (!price) {
    const models = rows.map(({ model }) => model).join(", ");
    return rows.length === 0
      ? { field: "product", message: `${list.name} does not do this.` }
      : { field: "model", message: `Known models: ${models}.` };
  }
  const size = sizeOf(request, price);
  if ("message" in size) return size;
  const whole = price.units * size.times * request.count;
  const listed = priceRoundedUp(whole);
  const isIdle = request.class === "batch";
  const units = isIdle ? idlePriceRoundedUp(whole) : priceRoundedUp(whole * demand.factor);
  const lines: QuoteLine[] = [{ kind: "work", text: `${request.count} × ${size.text}`, units: listed }];
  if (isIdle) lines.push({ kind: "idle", text: IDLE_LINE, units: units - listed });
  else if (units !== listed) lines.push({ kind: "demand", text: demand.name, units: units - listed });
  return { id, asset: price.asset, units, lines, band: demand.band, expiresAtMs: nowMs + QUOTE_LIVES_MS };
}

/** How often the row's unit of work is in this one, and how it is said. */
function sizeOf(request: QuoteRequest, { includes, most }: Price): { times: number; text: string } | NoQuote {
  if (request.work === "video") {
    if (request.seconds !== includes.seconds)
      return { field: "seconds", message: `Videos last ${includes.seconds} seconds.` };
    return { times: 1, text: `video of ${request.seconds} seconds` };
  }
  const { widthPx, heightPx } = request;
  const megapixels = (widthPx * heightPx) / 1e6;
  if (most.megapixels !== null && megapixels > most.megapixels)
    return {
      field: "widthPx",
      message: `At most ${most.megapixels} megapixels; this would be ${megapixels.toFixed(1)}.`,
    };
  const area = includes.megapixels === null ? 1 : Math.max(1, megapixels / includes.megapixels);
  if (request.work === "upscale") return { times: area, text: `enlargement to ${widthPx} × ${heightPx}` };
  const steps = request.steps ?? includes.steps ?? 1;
  if (most.steps !== null && steps > most.steps)
    return { field: "steps", message: `At most ${most.steps} steps.` };
  const longer = includes.steps === null ? 1 : Math.max(1, steps / includes.steps);
  return {
    times: area * longer,
    text: [
      `picture of ${widthPx} × ${heightPx}`,
      // What is not said is the workflow's own affair.
      ...(request.steps === undefined ? [] : [`${steps} steps`]),
      `${request.model} price`,
    ].join(", "),
  };
}
