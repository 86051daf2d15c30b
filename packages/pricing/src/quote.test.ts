import { fileURLToPath } from "node:url";
import {
  DEMAND_BANDS,
  LIVE_BLOCK_WINDOWS_MAX,
  quoteCreate,
  quoteView,
  type QuoteRequest,
} from "@llamasketch/contract";
import { decide, turnBlock } from "@llamasketch/ledger";
import { Seeded, purchase, turn } from "@llamasketch/ledger/model";
import { MigratedSqlite } from "@llamasketch/testing/sqlite";
import { describe, expect, test } from "vitest";
import { CATALOGUE, DEMAND, bandNamed, bandOf, priceLiveWindows, quote } from "./index.ts";

const NOW_MS = 1_800_000_000_000;
const asked = (request: object): QuoteRequest => quoteCreate.parse(request);
const priced = (request: object, band: Parameters<typeof bandNamed>[0] = "normal") =>
  quote(asked(request), bandNamed(band), NOW_MS, "quo_01ARZ3NDEKTSV4RRFFQ69G5FAV");
const units = (request: object, band?: Parameters<typeof bandNamed>[0]): number => {
  const given = priced(request, band);
  if ("message" in given) throw new Error(given.message);
  return given.units;
};

describe("the price of a picture", () => {
  test("a standard one is one credit", () => {
    expect(units({ work: "picture" })).toBe(1);
    expect(units({ work: "picture", widthPx: 512, heightPx: 512, steps: 4 })).toBe(1);
    expect(units({ work: "picture", count: 12 })).toBe(12);
  });
  test("grows with size, steps and model, and is rounded up once, at the end", () => {
    expect(units({ work: "picture", steps: 16 })).toBe(2);
    expect(units({ work: "picture", steps: 9 })).toBe(2);
    expect(units({ work: "picture", steps: 9, count: 8 })).toBe(9);
    expect(units({ work: "picture", widthPx: 1448, heightPx: 1448 })).toBe(2);
    expect(units({ work: "picture", model: "large" })).toBe(4);
    expect(units({ work: "picture", model: "large", steps: 50 })).toBe(10);
    expect(units({ work: "upscale", widthPx: 2048, heightPx: 2048 })).toBe(1);
    expect(units({ work: "upscale", widthPx: 4096, heightPx: 4096 })).toBe(4);
    expect(units({ work: "video", seconds: 4 })).toBe(20);
  });
  test("its lines add up and can be read", () => {
    const given = priced({ work: "picture", count: 10, steps: 16 }, "busy");
    if ("message" in given) throw new Error(given.message);
    expect(given.lines).toEqual([
      { kind: "work", text: "10 × picture of 1024 × 1024, 16 steps, standard price", units: 20 },
      { kind: "demand", text: "Busy: a quarter more", units: 5 },
    ]);
    const { expiresAtMs, ...view } = given;
    expect(expiresAtMs).toBe(NOW_MS + 600_000);
    expect(
      quoteView
        .strict()
        .parse({ ...view, expiresAt: new Date(expiresAtMs).toISOString(), expiresInMs: 600_000 }),
    ).toBeTruthy();
  });
  test("lines add up to the price for anything that can be asked", () => {
    const random = new Seeded(7);
    for (let at = 0; at < 2000; at++) {
      const given = priced(
        {
          work: "picture",
          model: random.pick(["standard", "large"]),
          widthPx: random.whole(256, 1400),
          heightPx: random.whole(256, 1400),
          steps: random.whole(1, 50),
          count: random.whole(1, 100),
        },
        random.pick(DEMAND_BANDS),
      );
      if ("message" in given) throw new Error(given.message);
      expect(given.lines.reduce((sum, line) => sum + line.units, 0)).toBe(given.units);
      expect(Number.isSafeInteger(given.units) && given.units >= 1).toBe(true);
    }
  });
  test.each([
    [{ work: "picture", model: "none" }, "model"],
    [{ work: "picture", widthPx: 4096, heightPx: 4096 }, "widthPx"],
    [{ work: "picture", steps: 51 }, "steps"],
    [{ work: "picture", product: "gencraft" }, "product"],
    [{ work: "video", product: "characters", seconds: 6 }, "product"],
    [{ work: "video", seconds: 6 }, "seconds"],
    [{ work: "video", model: "large", seconds: 4 }, "model"],
  ])("%o has none, and says why", (request, field) => {
    expect(priced(request)).toMatchObject({ field, message: expect.stringMatching(/\.$/) });
  });
  test.each([
    {},
    { work: "picture", count: 0 },
    { work: "picture", count: 1.5 },
    { work: "picture", count: 1e9 },
    { work: "picture", steps: -1 },
    { work: "upscale" },
    { work: "video", seconds: "4" },
    { work: "nothing" },
  ])("%o is no request", (request) => {
    expect(quoteCreate.safeParse(request).success).toBe(false);
  });
});

describe("A6.6: demand", () => {
  test("is published, goes up by half at most, and down too", () => {
    expect(DEMAND.map(({ band }) => band)).toEqual(DEMAND_BANDS);
    expect(DEMAND.map(({ factor }) => factor)).toEqual([0.8, 1, 1.25, 1.5]);
    expect(DEMAND.map(({ fromLoad }) => fromLoad)).toEqual(
      DEMAND.map(({ fromLoad }) => fromLoad).toSorted((a, b) => a - b),
    );
  });
  test.each([
    [null, "normal"],
    [{ places: 0, working: 0, waiting: 9 }, "normal"],
    [{ places: 4, working: 0, waiting: 0 }, "quiet"],
    [{ places: 4, working: 1, waiting: 0 }, "normal"],
    [{ places: 4, working: 4, waiting: 0 }, "busy"],
    [{ places: 4, working: 4, waiting: 4 }, "full"],
    [{ places: 1, working: 1, waiting: 1e9 }, "full"],
  ] as const)("%o is %s", (load, band) => {
    expect(bandOf(load).band).toBe(band);
  });
  test("never makes a price higher than half as much again", () => {
    for (const band of DEMAND_BANDS) {
      expect(units({ work: "picture", count: 40 }, band)).toBeLessThanOrEqual(60);
    }
    expect(units({ work: "picture", count: 40 }, "quiet")).toBe(32);
  });
});

describe("R20: in idle time", () => {
  const batch = (request: object, band?: Parameters<typeof bandNamed>[0]) =>
    units({ ...request, class: "batch" }, band);
  test("it is half of the exact price, rounded up once, and no less than a credit", () => {
    expect(batch({ work: "picture", count: 4 })).toBe(2);
    expect(batch({ work: "picture", count: 3 })).toBe(2);
    expect(batch({ work: "picture" })).toBe(1);
    // Eight of 9/8 are 9, and half of that 4.5.
    expect(batch({ work: "picture", steps: 9, count: 8 })).toBe(5);
    // Of 2.25, which is 3 at once, half is 1.125: not half of the 3.
    expect([units({ work: "picture", steps: 18 }), batch({ work: "picture", steps: 18 })]).toEqual([3, 2]);
    expect(batch({ work: "picture", model: "large" })).toBe(2);
    expect(batch({ work: "video", seconds: 4 })).toBe(10);
  });
  test("demand has no say in it, and its lines say so", () => {
    for (const band of DEMAND_BANDS)
      expect(batch({ work: "picture", model: "large", count: 2 }, band)).toBe(4);
    const given = priced({ work: "video", seconds: 4, class: "batch" }, "full");
    expect("lines" in given && given.lines).toEqual([
      { kind: "work", text: "1 × video of 4 seconds", units: 20 },
      { kind: "idle", text: "In idle time: 50 % off", units: -10 },
    ]);
    const single = priced({ work: "picture", class: "batch" });
    expect("lines" in single && single.lines[1]).toEqual({
      kind: "idle",
      text: "In idle time: 50 % off",
      units: 0,
    });
  });
  test("for anything that can be asked it is never more than at once, less from three credits on, and adds up", () => {
    const random = new Seeded(20);
    for (let at = 0; at < 2000; at++) {
      const request = {
        work: "picture",
        model: random.pick(["standard", "large"]),
        widthPx: random.whole(256, 1400),
        heightPx: random.whole(256, 1400),
        steps: random.whole(1, 50),
        count: random.whole(1, 100),
      };
      const band = random.pick(DEMAND_BANDS);
      const [now, later] = [units(request, band), batch(request, band)];
      expect(later).toBeLessThanOrEqual(now);
      if (now >= 3) expect(later).toBeLessThan(now);
      expect(later).toBeGreaterThanOrEqual(units(request, "normal") / 2 - 0.5);
      const given = priced({ ...request, class: "batch" }, band);
      if ("message" in given) throw new Error(given.message);
      expect(given.lines.reduce((sum, line) => sum + line.units, 0)).toBe(given.units);
    }
  });
});

test("A6.4: a price is made from the work alone: the same request, the same price", () => {
  // Four things go in: the work, the demand, the time, an id. `quote` has no other parameter to be told of a person.
  expect(quote.length).toBe(4);
  expect(Object.keys(asked({ work: "picture", userId: "usr_1", plan: "pro", country: "US" }))).toEqual([
    "work",
    "product",
    "model",
    "widthPx",
    "heightPx",
    "count",
    "class",
  ]);
});

describe("L9: windows of live drawing", () => {
  test("one with a stored picture is one credit, however many it has; free pictures are free", () => {
    expect(priceLiveWindows([])).toBe(0);
    expect(priceLiveWindows([{ window: 0 }, { window: 0 }, { window: 0 }])).toBe(1);
    expect(priceLiveWindows([{}, { window: null }])).toBe(0);
    expect(priceLiveWindows([{ window: 4 }, { window: 5 }, { window: 7 }], 4)).toBe(2);
  });
  test("is what the ledger captures, whatever the pictures", () => {
    const migrations = fileURLToPath(new URL("../../../migrations", import.meta.url));
    const db = new MigratedSqlite(migrations);
    db.run(decide(purchase(100_000)));
    const random = new Seeded(11);
    let paidThrough = -1;
    for (let seq = 1; seq <= 300; seq++) {
      const from = Math.max(0, paidThrough - 2);
      const pictures = Array.from({ length: seq === 1 ? 0 : random.whole(0, 12) }, () =>
        random.chance(0.8) ? { window: from + random.whole(0, 9) } : {},
      );
      db.run([turnBlock(turn(seq, { pictures }))]);
      const [row] = db.all({
        sql: "SELECT captured, written_off, last_window FROM live_blocks WHERE seq = ?",
        params: [seq],
      });
      const price = priceLiveWindows(pictures, paidThrough);
      expect(Number(row?.captured) + Number(row?.written_off)).toBe(price);
      expect(row?.captured).toBe(Math.min(price, LIVE_BLOCK_WINDOWS_MAX));
      paidThrough = Number(row?.last_window);
    }
  });
  test("has its price in the list", () => {
    expect(CATALOGUE.llamasketch.prices.find(({ work }) => work === "live_window")).toMatchObject({
      units: 1,
      includes: { seconds: 10 },
    });
  });
});
