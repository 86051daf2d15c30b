import type { Plan, ProductPrices } from "@llamasketch/contract";

const limits = {
  keptPictures: null,
  keptDays: null,
  storedBytes: 0,
  characters: 0,
} as const;

const plan = (
  name: string,
  centsPerMonth: number | null,
  allowance: Plan["allowance"],
  more: Pick<Plan["limits"], "sideMaxPx" | "watermark" | "priority" | "apiAccess" | "support">,
): Plan => ({
  id: `gencraft.${name.toLowerCase()}`,
  name,
  centsPerMonth,
  allowance,
  atSignUp: null,
  givenTo: "account",
  limits: { ...limits, ...more },
});

/** The media API. Its allowances are monthly, and Pro says its fair use: at 4 cents a picture it would lose money from 750 on. */
export const gencraft: ProductPrices = {
  product: "gencraft",
  name: "GenCraft",
  state: "later",
  mark: "Created with GenCraft.ai",
  plans: [
    plan(
      "Free",
      0,
      { asset: "credit", units: 10, every: "month" },
      {
        sideMaxPx: 512,
        watermark: true,
        priority: 3,
        apiAccess: false,
        support: "community",
      },
    ),
    plan(
      "Starter",
      999,
      { asset: "credit", units: 100, every: "month" },
      {
        sideMaxPx: 1024,
        watermark: false,
        priority: 2,
        apiAccess: false,
        support: "email",
      },
    ),
    plan(
      "Pro",
      2999,
      { asset: "credit", units: 1000, every: "day" },
      {
        sideMaxPx: 2048,
        watermark: false,
        priority: 1,
        apiAccess: true,
        support: "priority",
      },
    ),
    plan("Enterprise", null, null, {
      sideMaxPx: 4096,
      watermark: false,
      priority: 0,
      apiAccess: true,
      support: "dedicated",
    }),
  ],
  packs: [],
  prices: [
    {
      work: "picture",
      model: "standard",
      asset: "credit",
      units: 1,
      includes: { megapixels: 1.05, steps: 8, seconds: null },
      most: { megapixels: 4.2, steps: 50 },
    },
  ],
};
