import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  askForFinal,
  difference,
  finalsKept,
  paneColours,
  settled,
  variationCount,
  waitForFinal,
  waitForVariations,
} from "./picture-view.ts";
import {
  drawStrokeMouse,
  drawStrokeTouch,
  openNewSketch,
  setPrompt,
  straight,
  waitForPictureAfter,
} from "./sketch-page.ts";
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

describe("the picture, with a mouse", { timeout: 120_000 }, () => {
  it("is compared by key and by button, overlaid, and seen alone", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await drawStrokeMouse(page, WAVE);
    await waitForPictureAfter(page, 0);
    await settled(page);
    const picture = await paneColours(page);
    const drawing = await paneColours(page, '[data-testid="paper"]');
    expect(difference(picture, drawing)).toBeGreaterThan(20);

    // The brush was clicked and has the focus: Space is still for the picture.
    await page.getByRole("button", { name: /^Brush/ }).click();
    await page.keyboard.down(" ");
    expect(difference(await paneColours(page), drawing)).toBeLessThan(3);
    await page.keyboard.up(" ");
    expect(difference(await paneColours(page), picture)).toBeLessThan(3);

    const compare = page.getByRole("button", { name: /^Compare/ });
    await compare.hover();
    await page.mouse.down();
    expect(difference(await paneColours(page), drawing)).toBeLessThan(3);
    await page.mouse.up();
    expect(difference(await paneColours(page), picture)).toBeLessThan(3);

    await page.getByRole("button", { name: "Drawing over the picture" }).click();
    await page.getByLabel("Show the drawing").check();
    const half = await paneColours(page);
    expect(difference(half, picture)).toBeGreaterThan(8);
    expect(difference(half, drawing)).toBeGreaterThan(8);
    await stage.shoot(page, "picture-overlay");
    await page.getByLabel("Opacity").fill("1");
    // The panel itself covers a corner.
    expect(difference(await paneColours(page), drawing)).toBeLessThan(8);
    await page.getByLabel("Show the drawing").uncheck();
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "Full screen" }).click();
    const full = page.getByTestId("full-picture");
    await full.waitFor();
    const box = await full.locator(".full-picture-square").boundingBox();
    expect(Math.round(box?.height ?? 0)).toBe(await page.evaluate(() => innerHeight));
    expect(difference(await paneColours(page, ".full-picture-square"), picture)).toBeLessThan(5);
    await stage.shoot(page, "picture-full");
    await page.keyboard.down(" ");
    expect(difference(await paneColours(page, ".full-picture-square"), drawing)).toBeLessThan(5);
    await page.keyboard.up(" ");
    await page.keyboard.press("Escape");
    await full.waitFor({ state: "detached" });
    await page.waitForFunction(() => document.fullscreenElement === null);
    await context.close();
  });

  it("is painted large in the queue: priced before, shown while its canvas is there, kept whatever the hand does", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await drawStrokeMouse(page, WAVE);
    await waitForPictureAfter(page, 0);
    await settled(page);
    const final = page.getByTestId("final");
    await final.focus();
    await page.keyboard.press("Enter");
    const ask = page.getByTestId("final-ask");
    await page.waitForSelector('[data-testid="final-ask"]:enabled');
    expect(await ask.innerText()).toBe("Paint it for 1 credit");
    expect(await page.getByTestId("final-price-1440").innerText()).toBe("With a plan");
    await stage.shoot(page, "picture-final-price");
    await ask.focus();
    await page.keyboard.press("Enter");
    await page.getByTestId("final-progress").waitFor();
    await page.waitForSelector('[data-testid="final"]:not([data-state="sending"])');
    await stage.shoot(page, "picture-final-going");
    await page.keyboard.press("Escape");
    // The hand draws on while it is made: it comes into the history, and not on the screen.
    await drawStrokeMouse(page, DOT);
    await waitForFinal(page, "none");
    expect(await finalsKept(page)).toBe(1);

    // A page that is opened anew finds it again.
    await settled(page);
    await page.waitForTimeout(1500);
    await askForFinal(page);
    await page.reload();
    await waitForFinal(page, "shown");
    expect(await finalsKept(page)).toBe(2);
    await stage.shoot(page, "picture-final");

    await drawStrokeMouse(page, WAVE.toReversed());
    await waitForFinal(page, "none");
    await settled(page);
    await askForFinal(page);
    await final.click();
    await page.getByRole("button", { name: "Stop it" }).click();
    await waitForFinal(page, "none");
    await context.close();
  });
});

describe("a newer picture", { timeout: 60_000 }, () => {
  it.each([
    { reducedMotion: "no-preference", fades: true },
    { reducedMotion: "reduce", fades: false },
  ] as const)(
    "fades in over the one before where motion is $reducedMotion: $fades",
    async ({ reducedMotion, fades }) => {
      const { context, page } = await stage.desktop({ reducedMotion });
      await openNewSketch(page, stage.stack.url);
      await drawStrokeMouse(page, straight({ x: 200, y: 300 }, { x: 800, y: 420 }), { stepMs: 4 });
      const { shown } = await waitForPictureAfter(page, 0);
      const veil = page.locator('[data-testid="picture"] + canvas');
      await veil.evaluate((element: HTMLCanvasElement) => {
        new MutationObserver(() => {
          const [fade] = element.getAnimations();
          const timing = fade?.effect?.getComputedTiming();
          if (!element.hidden) element.dataset.fadeMs = String(timing?.duration ?? 0);
        }).observe(element, { attributeFilter: ["hidden"] });
      });
      await drawStrokeMouse(page, straight({ x: 200, y: 700 }, { x: 800, y: 560 }), { stepMs: 4 });
      await waitForPictureAfter(page, shown);
      await settled(page);
      expect(await veil.getAttribute("data-fade-ms")).toBe(fades ? "120" : null);
      expect(await veil.isVisible()).toBe(false);
      await context.close();
    },
  );
});

describe("the picture, with a finger", { timeout: 60_000 }, () => {
  it("is compared while a button is held, overlaid and seen alone; variations lie over it", async () => {
    const { context, page } = await stage.phone();
    await openNewSketch(page, stage.stack.url);
    await drawStrokeTouch(page, WAVE);
    await waitForVariations(page, 4);
    await stage.shoot(page, "phone-variations");
    await setPrompt(page, "a snake");
    expect(await variationCount(page)).toBe(0);
    await settled(page);
    const drawing = await paneColours(page, '[data-testid="paper"]');
    const before = difference(await paneColours(page), drawing);
    const compare = await page.getByRole("button", { name: /^Compare/ }).boundingBox();
    if (!compare) throw new Error("There is no button to compare with.");
    const cdp = await context.newCDPSession(page);
    const touchPoints = [{ x: compare.x + 20, y: compare.y + 20 }];
    await cdp.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
    await page.waitForTimeout(900);
    await stage.shoot(page, "phone-compare");
    const held = await paneColours(page);
    await cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    // Its tools, and variations, lie over the picture here.
    expect(difference(held, drawing)).toBeLessThan(before / 2);
    expect(difference(await paneColours(page), drawing)).toBeGreaterThan(before / 2);

    await page.getByTestId("final").tap();
    await page.waitForSelector('[data-testid="final-ask"]:enabled');
    await stage.shoot(page, "phone-final");
    const panel = await page.getByRole("dialog").boundingBox();
    expect(panel?.x).toBeGreaterThanOrEqual(0);
    expect((panel?.x ?? 0) + (panel?.width ?? 0)).toBeLessThanOrEqual(390);
    await page.getByTestId("final").tap();

    await page.getByRole("button", { name: "Picture menu" }).tap();
    await page.getByLabel("Show the drawing").tap();
    await stage.shoot(page, "phone-more");
    expect(difference(await paneColours(page), drawing)).toBeGreaterThan(5);
    await page.getByRole("button", { name: "Full screen" }).tap();
    await page.getByTestId("full-picture").waitFor();
    await stage.shoot(page, "phone-full");
    await page.getByRole("button", { name: "Leave full screen" }).tap();
    await page.getByTestId("full-picture").waitFor({ state: "detached" });
    await context.close();
  });
});
