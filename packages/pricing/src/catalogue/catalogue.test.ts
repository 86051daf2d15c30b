/** The price list against the arithmetic it must survive. Numbers are of the requirements. */
import { IDLE_TIME, PRODUCTS, plansView, type Plan } from "@llamasketch/contract";
import { describe, expect, test } from "vitest";
import { DEMAND } from "../demand.ts";
import { CATALOGUE, FREE_CREDITS_PER_DAY } from "./catalogue.ts";

const GPU_DOLLARS_PER_MONTH = 216;
const PICTURE_DOLLARS = 0.00083;
const DAYS = 30;

const plan = (id: string): Plan => {
  const found = Object.values(CATALOGUE)
    .flatMap(({ plans }) => plans)
    .find((one) => one.id === id);
  if (!found) throw new Error(`no plan ${id}`);
  return found;
};
const unitsPerMonth = ({ allowance }: Plan): number =>
  allowance ? allowance.units * (allowance.every === "day" ? DAYS : 1) : 0;
const dollars = (one: Plan): number => (one.centsPerMonth ?? 0) / 100;

test("it is what the contract says a price list is", () => {
  const view = {
    currency: "USD",
    products: PRODUCTS.map((product) => CATALOGUE[product]),
    demandBands: DEMAND,
    idleTime: IDLE_TIME,
    live: { windowMs: 10_000, creditsPerWindow: 1 },
  };
  expect(plansView.strict().parse(view)).toEqual(view);
});

test("ids are unique and carry their product", () => {
  const ids = Object.values(CATALOGUE).flatMap(({ product, plans, packs }) =>
    [...plans, ...packs].map(({ id }) => {
      expect(id.startsWith(`${product}.`)).toBe(true);
      return id;
    }),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

describe("LlamaSketch", () => {
  test("L4-L7: free without an account, $8, $20, $40", () => {
    expect(plan("llamasketch.free")).toMatchObject({ centsPerMonth: 0, givenTo: "address" });
    expect(plan("llamasketch.starter")).toMatchObject({ centsPerMonth: 800, allowance: { units: 2000 } });
    expect(plan("llamasketch.pro")).toMatchObject({ centsPerMonth: 2000, allowance: { units: 8000 } });
    expect(plan("llamasketch.unlimited")).toMatchObject({ allowance: { units: 1000, every: "day" } });
  });
  test("L9, A6.19: what is free a day covers a sketch of five minutes", () => {
    expect(FREE_CREDITS_PER_DAY).toBe(40);
    expect(FREE_CREDITS_PER_DAY).toBeGreaterThan((5 * 60) / 10);
  });
  test("A6.17: plans that pay a GPU: 27 Starter, 11 Pro, 6 Unlimited", () => {
    const needed = ["starter", "pro", "unlimited"].map((name) =>
      Math.ceil(GPU_DOLLARS_PER_MONTH / dollars(plan(`llamasketch.${name}`))),
    );
    expect(needed).toEqual([27, 11, 6]);
  });
  test("A6.18: what a credit sells for is above what a picture costs, on every plan and pack, used to the last", () => {
    const perCredit = [
      ...CATALOGUE.llamasketch.plans
        .filter(({ centsPerMonth }) => centsPerMonth)
        .map((one) => dollars(one) / unitsPerMonth(one)),
      ...CATALOGUE.llamasketch.packs.map(({ cents, gives }) => cents / 100 / gives.units),
    ];
    for (const price of perCredit) expect(price / PICTURE_DOLLARS).toBeGreaterThan(1.5);
    const markup = (id: string) => dollars(plan(id)) / unitsPerMonth(plan(id)) / PICTURE_DOLLARS;
    expect(markup("llamasketch.starter")).toBeCloseTo(4.8, 1);
    expect(markup("llamasketch.pro")).toBeCloseTo(3, 1);
  });
  test("C60, A6.45: a clip is what can be made, five large pictures as the studio has it, and its GPU time is paid", () => {
    const price = (work: string, model: string) =>
      CATALOGUE.llamasketch.prices.find((one) => one.work === work && one.model === model);
    const [clip, large] = [price("video", "standard"), price("picture", "large")];
    const [token, picture] = ["video", "picture"].map((work) =>
      CATALOGUE.characters.prices.find((one) => one.work === work),
    );
    expect(clip?.includes.seconds).toBe(4);
    expect((clip?.units ?? 0) / (large?.units ?? 1)).toBe((token?.units ?? 0) / (picture?.units ?? 1));
    // A minute of a GPU, in the cheapest credits there are.
    const cheapest = dollars(plan("llamasketch.unlimited")) / unitsPerMonth(plan("llamasketch.unlimited"));
    const gpuMinute = GPU_DOLLARS_PER_MONTH / DAYS / 24 / 60;
    expect(((clip?.units ?? 0) * cheapest) / gpuMinute).toBeGreaterThan(1.5);
  });
  test("L10-L12: a pack, a session, an hour", () => {
    expect(CATALOGUE.llamasketch.packs.map(({ cents, gives }) => [cents, gives.units])).toEqual([
      [500, 500],
      [50, 180],
      [100, 360],
    ]);
    expect(360 * 10).toBe(3600);
  });
  test("A6.20: every plan keeps what it can make in the time it keeps it", () => {
    for (const one of CATALOGUE.llamasketch.plans) {
      const { keptPictures, keptDays } = one.limits;
      expect(keptDays).toBeGreaterThanOrEqual(DAYS);
      if (one.givenTo === "account") expect(keptPictures).toBeGreaterThanOrEqual(unitsPerMonth(one));
    }
  });
});

describe("listed for later", () => {
  test("G43-G46, A6.15: GenCraft's tiers, by the month and with a fair use", () => {
    const tiers = CATALOGUE.gencraft.plans.map((one) => [
      one.centsPerMonth,
      one.limits.sideMaxPx,
      one.limits.watermark,
    ]);
    expect(tiers).toEqual([
      [0, 512, true],
      [999, 1024, false],
      [2999, 2048, false],
      [null, 4096, false],
    ]);
    expect(plan("gencraft.free").allowance).toEqual({ asset: "credit", units: 10, every: "month" });
    expect(plan("gencraft.starter").allowance?.units).toBe(100);
    expect(plan("gencraft.pro").allowance).toEqual({ asset: "credit", units: 1000, every: "day" });
  });
  test("C56-C60, A6.42-A6.45: the character studio: tokens at sign-up, no plan dearer than a pack, no six seconds", () => {
    const { plans, packs, prices } = CATALOGUE.characters;
    expect(plan("characters.free")).toMatchObject({
      atSignUp: { asset: "token", units: 3 },
      limits: { characters: 1 },
    });
    expect(packs.map(({ cents, gives }) => [gives.units, cents])).toEqual([
      [50, 499],
      [100, 899],
      [250, 1999],
    ]);
    const cheapestPack = Math.min(...packs.map(({ cents, gives }) => cents / gives.units));
    for (const one of plans.filter(({ centsPerMonth }) => centsPerMonth)) {
      expect((one.centsPerMonth ?? 0) / unitsPerMonth(one)).toBeLessThanOrEqual(cheapestPack);
    }
    // What was promised in images and videos is in the tokens: 50 + 5 videos, 200 + 30 videos.
    expect(unitsPerMonth(plan("characters.starter"))).toBeGreaterThanOrEqual(50 + 5 * 5);
    expect(unitsPerMonth(plan("characters.pro"))).toBeGreaterThanOrEqual(200 + 30 * 5);
    expect(prices.map(({ work, units, includes }) => [work, units, includes.seconds])).toEqual([
      ["picture", 1, null],
      ["video", 5, 4],
    ]);
  });
});
