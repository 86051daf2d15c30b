import type { ProductPrices } from "@llamasketch/contract";

const DAY_MS = 86_400_000;
const GB = 1_000_000_000;
/** Two hundred finished pictures with their drawings: 0.4 cents a month in the store. */
const FREE_STORED_BYTES = 250_000_000;
/** Of a visitor who did not show that they are a person: a few drawings, of which nothing is painted. */
export const STRANGER_STORED_BYTES = 8_000_000;

/**
 * Live drawing and queued pictures. Where the first list contradicted itself this one has been put right: the free allowance
 * covers a sketch of five minutes (about 30 windows), every plan says what it keeps and for how long, "unlimited" says its fair
 * use, and a session pass says how much it holds, since unbounded it would cost less than the GPU.
 */
export const llamasketch: ProductPrices = {
  product: "llamasketch",
  name: "LlamaSketch",
  state: "open",
  mark: "Created with LlamaSketch",
  plans: [
    {
      id: "llamasketch.free",
      name: "Free",
      centsPerMonth: 0,
      allowance: { asset: "credit", units: 40, every: "day" },
      atSignUp: null,
      givenTo: "address",
      limits: {
        sideMaxPx: 1024,
        watermark: false,
        priority: 3,
        apiAccess: false,
        keptPictures: 50,
        keptDays: 30,
        storedBytes: FREE_STORED_BYTES,
        characters: 0,
        support: "community",
      },
    },
    {
      id: "llamasketch.starter",
      name: "Starter",
      centsPerMonth: 800,
      allowance: { asset: "credit", units: 2000, every: "month" },
      atSignUp: null,
      givenTo: "account",
      limits: {
        sideMaxPx: 2048,
        watermark: false,
        priority: 2,
        apiAccess: false,
        keptPictures: 2000,
        keptDays: 90,
        storedBytes: 10 * GB,
        characters: 0,
        support: "email",
      },
    },
    {
      id: "llamasketch.pro",
      name: "Pro",
      centsPerMonth: 2000,
      allowance: { asset: "credit", units: 8000, every: "month" },
      atSignUp: null,
      givenTo: "account",
      limits: {
        sideMaxPx: 2048,
        watermark: false,
        priority: 1,
        apiAccess: true,
        keptPictures: 8000,
        keptDays: 90,
        storedBytes: 50 * GB,
        characters: 0,
        support: "priority",
      },
    },
    {
      id: "llamasketch.unlimited",
      name: "Unlimited, with fair use",
      centsPerMonth: 4000,
      allowance: { asset: "credit", units: 1000, every: "day" },
      atSignUp: null,
      givenTo: "account",
      limits: {
        sideMaxPx: 2048,
        watermark: false,
        priority: 1,
        apiAccess: true,
        keptPictures: 30_000,
        keptDays: 365,
        storedBytes: 200 * GB,
        characters: 0,
        support: "priority",
      },
    },
  ],
  packs: [
    {
      id: "llamasketch.pack500",
      name: "500 credits",
      kind: "pack",
      cents: 500,
      gives: { asset: "credit", units: 500 },
      expiresAfterMs: null,
    },
    {
      id: "llamasketch.session",
      name: "One sketch session: half an hour of drawing, within a day",
      kind: "pass",
      cents: 50,
      gives: { asset: "credit", units: 180 },
      expiresAfterMs: DAY_MS,
    },
    {
      id: "llamasketch.hour",
      name: "An hour of drawing, within 30 days",
      kind: "pass",
      cents: 100,
      gives: { asset: "credit", units: 360 },
      expiresAfterMs: 30 * DAY_MS,
    },
  ],
  prices: [
    {
      work: "live_window",
      model: "standard",
      asset: "credit",
      units: 1,
      includes: { megapixels: 1.05, steps: null, seconds: 10 },
      most: { megapixels: 1.05, steps: null },
    },
    {
      work: "picture",
      model: "standard",
      asset: "credit",
      units: 1,
      includes: { megapixels: 1.05, steps: 8, seconds: null },
      most: { megapixels: 2.1, steps: 50 },
    },
    {
      work: "picture",
      model: "large",
      asset: "credit",
      units: 4,
      includes: { megapixels: 1.05, steps: 20, seconds: null },
      most: { megapixels: 2.1, steps: 50 },
    },
    {
      work: "upscale",
      model: "standard",
      asset: "credit",
      units: 1,
      includes: { megapixels: 4.2, steps: null, seconds: null },
      most: { megapixels: 16.8, steps: null },
    },
    // Twenty-five pictures of a minute's GPU time: five large pictures, as the character studio counts it.
    {
      work: "video",
      model: "standard",
      asset: "credit",
      units: 20,
      includes: { megapixels: null, steps: null, seconds: 4 },
      most: { megapixels: null, steps: null },
    },
  ],
};
