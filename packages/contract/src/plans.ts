/** The price list, as data: what can be bought, what it gives, what work costs. */
import { z } from "zod";
import { orNull } from "./or-null.ts";

export const PRODUCTS = ["llamasketch", "gencraft", "characters"] as const;
export type Product = (typeof PRODUCTS)[number];

/** What spending is counted in: LlamaSketch and GenCraft in credits, the character studio in tokens. */
const gives = z.object({ asset: z.enum(["credit", "token"]), units: z.int().min(0) }).meta({ id: "Gift" });
const allowance = gives.extend({ every: z.enum(["day", "month"]) }).meta({ id: "Allowance" });

export const planView = z.object({
  id: z.string(),
  name: z.string(),
  /** US cents a month; null: on request. */
  centsPerMonth: z.int().min(0).nullable(),
  /** Given anew each time, what is left of it expires. Null: agreed one by one. */
  allowance: orNull(allowance),
  /** Given once, when the account is made; it does not expire. */
  atSignUp: orNull(gives),
  /** Who it is given to: an address (no account is needed), or a person who signed in. */
  givenTo: z.enum(["address", "account"]),
  limits: z.object({
    /** Longest side of a picture. Beyond about a megapixel it is made by an upscale. */
    sideMaxPx: z.int(),
    watermark: z.boolean(),
    /** Lower is sooner in the queue. */
    priority: z.int().min(0).max(3),
    apiAccess: z.boolean(),
    /** Pictures kept, and for how long; null: without limit. */
    keptPictures: z.int().nullable(),
    keptDays: z.int().nullable(),
    /** All that is stored for them: drawings, pictures, covers, uploads and results. */
    storedBytes: z.int().min(0),
    /** Characters a person may have; null: without limit, 0: not of this product. */
    characters: z.int().nullable(),
    support: z.enum(["community", "email", "priority", "dedicated"]),
  }),
});
export type Plan = z.infer<typeof planView>;

/** Paid once. What it gives is spent after what expires sooner. */
export const packView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["pack", "pass"]),
  cents: z.int().min(1),
  gives,
  /** Null: it does not expire. */
  expiresAfterMs: z.int().nullable(),
});
export type Pack = z.infer<typeof packView>;

/** A kind of work with its price at no particular demand. */
export const priceView = z.object({
  work: z.enum(["live_window", "picture", "upscale", "video"]),
  /** Of a model, when there are several. */
  model: z.string(),
  asset: z.enum(["credit", "token"]),
  /** For one that includes no more than this. */
  units: z.int().min(1),
  includes: z.object({
    megapixels: z.number().nullable(),
    steps: z.int().nullable(),
    seconds: z.int().nullable(),
  }),
  /** What can be asked for at most. */
  most: z.object({ megapixels: z.number().nullable(), steps: z.int().nullable() }),
});
export type Price = z.infer<typeof priceView>;

export const productView = z.object({
  product: z.enum(PRODUCTS),
  name: z.string(),
  /** `later`: listed, not yet sold. */
  state: z.enum(["open", "later"]),
  /** What stands in pictures of its plans with a watermark. */
  mark: z.string(),
  plans: z.array(planView),
  packs: z.array(packView),
  prices: z.array(priceView),
});
export type ProductPrices = z.infer<typeof productView>;

export const DEMAND_BANDS = ["quiet", "normal", "busy", "full"] as const;
export type DemandBand = (typeof DEMAND_BANDS)[number];

export const bandView = z.object({
  band: z.enum(DEMAND_BANDS),
  name: z.string(),
  /** From this load on: work going on and waiting, for each place there is. */
  fromLoad: z.number(),
  /** Times the price. */
  factor: z.number().max(1.5),
});
export type BandView = z.infer<typeof bandView>;

/** Work of the class `batch` waits for time that nobody else wants, which is paid for already. */
export const IDLE_TIME = {
  /** Times the listed price, whatever the demand: it neither adds to a crowd nor stands in one. */
  factor: 0.5,
  /** A part of a credit more is the whole of it, once, over all of what is asked for together. */
  rounding: "up",
  /** There is nothing smaller. */
  leastUnits: 1,
} as const;
export const idleTimeView = z.object({
  factor: z.number(),
  rounding: z.literal("up"),
  leastUnits: z.int(),
});

export const plansView = z.object({
  currency: z.literal("USD"),
  products: z.array(productView),
  demandBands: z.array(bandView),
  /** What `batch` costs of a listed price. */
  idleTime: idleTimeView,
  live: z.object({ windowMs: z.int(), creditsPerWindow: z.int() }),
});
