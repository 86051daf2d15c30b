import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  drawStrokeMouse,
  openNewSketch,
  setPrompt,
  waitForPictureAfter,
  waitForSketchId,
} from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

const prompt = (page: Page): Promise<string> => page.locator("#prompt").inputValue();
const seed = (page: Page): Promise<string> => page.getByLabel("Seed", { exact: true }).inputValue();
const SQUARE = [200, 800, 800, 200, 200].map((x, at) => ({ x, y: [200, 200, 800, 800, 200][at] ?? 200 }));

describe("words on a wide screen", { timeout: 60_000 }, () => {
  it("[L17] the prompt grows, suggests by key and by click, and leaves the keys when the canvas is touched", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await page.keyboard.press("/");
    const suggestions = page.getByTestId("suggestions");
    await suggestions.waitFor();
    await page.keyboard.type("fox");
    await page.waitForFunction(() => document.querySelectorAll('[role="option"]').length === 1);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await prompt(page)).toMatch(/fox/);
    expect(await suggestions.isVisible()).toBe(false);

    const oneLine = (await page.locator("#prompt").boundingBox())?.height ?? 0;
    await page.fill("#prompt", "a very long prompt about a very small house ".repeat(12));
    const many = (await page.locator("#prompt").boundingBox())?.height ?? 0;
    expect(many).toBeGreaterThan(2 * oneLine);
    await stage.shoot(page, "words-prompt-grown");
    await page.fill("#prompt", "");
    await page.locator('[role="option"]', { hasText: "fox" }).first().click();
    expect(await prompt(page)).toMatch(/fox/);

    await drawStrokeMouse(page, SQUARE);
    await page.keyboard.press("e");
    expect(await page.getByRole("button", { name: /^Eraser/ }).getAttribute("aria-pressed")).toBe("true");
    expect((await page.locator("#prompt").boundingBox())?.height).toBe(oneLine);
    await context.close();
  });

  it("styles come by number and by click, one at a time, and go again", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await setPrompt(page, "a cat");
    await page.keyboard.press("2");
    expect(await prompt(page)).toMatch(/^a cat, gouache/);
    await page.keyboard.press("4");
    expect(await prompt(page)).toMatch(/^a cat, ink drawing/);
    await page.getByRole("button", { name: "Style" }).click();
    await stage.shoot(page, "words-styles");
    await page.getByRole("button", { name: "Pixel art" }).click();
    expect(await prompt(page)).toMatch(/^a cat, pixel art/);
    await page.getByRole("button", { name: "Pixel art" }).last().click();
    expect(await prompt(page)).toBe("a cat");
    await context.close();
  });

  it("[L17] the helper builds a prompt of four parts, or takes an example", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await setPrompt(page, "my red boat, calm");
    await page.getByRole("button", { name: "Ideas" }).click();
    const helper = page.getByRole("dialog", { name: "Build a prompt" });
    expect(await helper.getByRole("button", { name: "calm", exact: true }).getAttribute("aria-pressed")).toBe(
      "true",
    );
    expect(await helper.getByLabel("Subject in your own words").inputValue()).toBe("my red boat");
    await helper.getByRole("button", { name: "watercolour", exact: true }).click();
    await helper.getByRole("button", { name: "moonlight", exact: true }).click();
    await stage.shoot(page, "words-helper");
    expect(await page.getByTestId("helper-preview").innerText()).toContain(
      "my red boat, watercolour, moonlight, calm",
    );
    await helper.getByRole("button", { name: "Use these words" }).click();
    expect(await prompt(page)).toBe("my red boat, watercolour, moonlight, calm");

    await page.getByRole("button", { name: "Ideas" }).click();
    const examples = helper.getByRole("listitem");
    expect(await examples.count()).toBeGreaterThanOrEqual(24);
    await examples.filter({ hasText: "whale" }).getByRole("button").click();
    expect(await prompt(page)).toMatch(/whale/);
    await page.fill("#prompt", "");
    expect(await page.locator('[role="option"]').first().innerText()).toMatch(/whale/);
    await context.close();
  });

  it("strength is said in words; a locked seed stays, over a reload too", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    const strength = page.getByRole("slider", { name: /Strength/ });
    const name = page.getByTestId("strength-name");
    for (const [value, word] of [
      ["0", "faithful"],
      ["0.3", "close"],
      ["0.5", "balanced"],
      ["0.75", "loose"],
      ["1", "free"],
    ] as const) {
      await strength.fill(value);
      expect(await name.innerText()).toBe(word);
      expect(await strength.getAttribute("aria-valuetext")).toContain(word);
    }
    const first = await seed(page);
    await page.getByRole("button", { name: "New seed" }).click();
    const second = await seed(page);
    expect(second).not.toBe(first);
    await page.getByRole("button", { name: "Keep this seed" }).click();
    expect(await page.getByRole("button", { name: "The seed is locked" }).isDisabled()).toBe(true);
    await drawStrokeMouse(page, SQUARE);
    await waitForSketchId(page);
    await waitForPictureAfter(page, 0);
    await page.reload();
    await page.locator('.sketch-screen[data-phase="open"]').waitFor();
    await page.getByRole("button", { name: "Let the seed change" }).waitFor();
    expect(await seed(page)).toBe(second);
    await context.close();
  });
});

describe("words on a phone", { timeout: 60_000 }, () => {
  it("one line opens a sheet with everything; a tap on a style is not lost to the keyboard going", async () => {
    const { context, page } = await stage.phone();
    await openNewSketch(page, stage.stack.url);
    const opener = page.getByTestId("prompt-open");
    await opener.tap();
    await page.waitForFunction(() => document.activeElement?.id === "prompt");
    await page.keyboard.type("a boat");
    await page.getByRole("button", { name: "Gouache" }).tap();
    expect(await prompt(page)).toMatch(/^a boat, gouache/);
    await page.getByRole("button", { name: "Keep this seed" }).tap();
    await stage.shoot(page, "phone-words-sheet");
    await page.getByRole("button", { name: "Done" }).tap();
    expect(await opener.innerText()).toMatch(/^a boat, gouache/);

    await opener.tap();
    await page.getByRole("button", { name: "Ideas" }).tap();
    await stage.shoot(page, "phone-words-helper");
    await page
      .getByRole("dialog", { name: "Build a prompt" })
      .getByRole("listitem")
      .filter({ hasText: "tram" })
      .tap();
    expect(await prompt(page)).toMatch(/tram/);
    await page.getByRole("button", { name: "Done" }).tap();
    await opener.tap();
    const recent = page.getByRole("region", { name: "Recent" }).getByRole("button");
    await recent.filter({ hasText: "a boat" }).first().tap();
    expect(await prompt(page)).toMatch(/^a boat/);
    const box = await page.getByRole("dialog", { name: "Words and settings" }).boundingBox();
    expect(box?.width).toBe(390);
    await context.close();
  });
});
