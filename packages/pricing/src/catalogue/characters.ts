import type { Pack, Plan, ProductPrices } from "@llamasketch/contract";

const plan = (
  name: string,
  centsPerMonth: number,
  tokens: { everyMonth: number } | { atSignUp: number },
  more: Pick<Plan["limits"], "watermark" | "priority" | "characters" | "support">,
): Plan => ({
  id: `characters.${name.toLowerCase()}`,
  name,
  centsPerMonth,
  allowance: "everyMonth" in tokens ? { asset: "token", units: tokens.everyMonth, every: "month" } : null,
  atSignUp: "atSignUp" in tokens ? { asset: "token", units: tokens.atSignUp } : null,
  givenTo: "account",
  limits: { sideMaxPx: 1216, apiAccess: false, keptPictures: null, keptDays: null, storedBytes: 0, ...more },
});

const pack = (units: number, cents: number): Pack => ({
  id: `characters.pack${units}`,
  name: `${units} tokens`,
  kind: "pack",
  cents,
  gives: { asset: "token", units },
  expiresAfterMs: null,
});

/**
 * The character studio. Images and videos a month are one allowance of tokens, spent before bought ones; Starter gives 125
 * and Pro 400, so that a plan is never dearer by the token than a pack. Six seconds of video are not sold: 25 frames are 4.2 seconds.
 */
export const characters: ProductPrices = {
  product: "characters",
  name: "Character studio",
  state: "later",
  mark: "Created with Character studio",
  plans: [
    plan("Free", 0, { atSignUp: 3 }, { watermark: true, priority: 3, characters: 1, support: "community" }),
    plan(
      "Starter",
      999,
      { everyMonth: 125 },
      { watermark: false, priority: 2, characters: 5, support: "email" },
    ),
    plan(
      "Pro",
      2999,
      { everyMonth: 400 },
      { watermark: false, priority: 1, characters: null, support: "priority" },
    ),
  ],
  packs: [pack(50, 499), pack(100, 899), pack(250, 1999)],
  prices: [
    {
      work: "picture",
      model: "standard",
      asset: "token",
      units: 1,
      includes: { megapixels: 1.05, steps: 30, seconds: null },
      most: { megapixels: 1.05, steps: 30 },
    },
    {
      work: "video",
      model: "standard",
      asset: "token",
      units: 5,
      includes: { megapixels: null, steps: null, seconds: 4 },
      most: { megapixels: null, steps: null },
    },
  ],
};
