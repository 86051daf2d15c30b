import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { difference, paneColours, settled, variationCount, waitForVariations } from "./picture-view.ts";
import { drawStrokeMouse, openNewSketch, shownPicture, waitForPictureAfter } from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

const WAVE = Array.from({ length: 30 }, (_, at) => ({ x: 150 + at * 24, y: 500 + 220 * Math.sin(at / 4) }));
const DOT = [
  { x: 850, y: 150 },
  { x: 870, y: 160 },
];

describe("variations", { timeout: 60_000 }, () => {
  it("[LP38 LP40] has four variations when the hand rests; they go when it moves, and one is gone on from", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await drawStrokeMouse(page, WAVE);
    await waitForVariations(page, 4);
    await settled(page);
    await stage.shoot(page, "picture-variations");
    await drawStrokeMouse(page, DOT);
    expect(await variationCount(page)).toBe(0);

    // Not waiting for the rest: asked for by key, then gone on from by key.
    await settled(page);
    if (!(await variationCount(page))) await page.keyboard.press("v");
    await waitForVariations(page, 4);
    const seed = page.getByLabel("Seed", { exact: true });
    const before = Number(await seed.inputValue());
    const { shown } = await shownPicture(page);
    const picture = await paneColours(page);
    const second = page.locator('[data-variation="2"]');
    await page.keyboard.press("v");
    await page.keyboard.press("Tab");
    expect(await second.evaluate((element) => element === document.activeElement)).toBe(true);
    const looks = await paneColours(page, '[data-variation="2"] img');
    await page.keyboard.press("Enter");
    expect(Number(await seed.inputValue())).toBe((before + 2 * 2_654_435_761) % 2 ** 32);
    await page.waitForTimeout(200);
    const adopted = await paneColours(page);
    expect(difference(adopted, picture)).toBeGreaterThan(1);
    expect(difference(adopted, looks)).toBeLessThan(difference(adopted, picture) + 4);
    expect(await variationCount(page)).toBe(0);
    await waitForPictureAfter(page, shown);
    await settled(page);
    expect(difference(await paneColours(page), adopted)).toBeLessThan(4);
    await context.close();
  });

  it("a locked seed has no variations", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await page.getByRole("button", { name: "Keep this seed" }).click();
    await drawStrokeMouse(page, WAVE);
    await waitForPictureAfter(page, 0);
    await page.waitForTimeout(3500);
    expect(await variationCount(page)).toBe(0);
    await page.getByRole("button", { name: "Let the seed change" }).click();
    await waitForVariations(page, 4);
    await context.close();
  });
});
