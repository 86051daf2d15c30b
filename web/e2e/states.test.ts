/** Whatever opens on the sketch page, seen with the eyes of axe and a thumb. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemsFor } from "./everyone.ts";
import { visibleEntries, waitForHistory, waitForViewed } from "./history-strip.ts";
import { waitForVariations } from "./picture-view.ts";
import {
  drawStrokeMouse,
  drawStrokeTouch,
  openNewSketch,
  pressTool,
  setPrompt,
  straight,
  waitForPictureAfter,
} from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

const BAR = straight({ x: 200, y: 300 }, { x: 800, y: 420 });

describe("with a picture", { timeout: 90_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 30_000);
  afterAll(() => stage?.close());

  it.each(["dark", "light"] as const)(
    "everything that opens is for everyone, on a phone, %s",
    async (colorScheme) => {
      const { context, page } = await stage.phone({ colorScheme });
      await openNewSketch(page, stage.stack.url);
      await drawStrokeTouch(page, BAR, { stepMs: 4 });
      await waitForPictureAfter(page, 0);
      await waitForVariations(page, 2);
      expect(await problemsFor(page)).toEqual([]);

      await page.getByTestId("status-chip").tap();
      await page.getByText("The last picture").waitFor();
      await stage.shoot(page, `phone-budget-${colorScheme}`);
      expect(await problemsFor(page)).toEqual([]);
      await page.keyboard.press("Escape");

      await page.getByRole("button", { name: "Picture menu" }).tap();
      expect(await problemsFor(page)).toEqual([]);
      await page.getByRole("button", { name: "Export and share…" }).tap();
      await page.getByTestId("export").waitFor();
      expect(await problemsFor(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Picture menu" }).tap();
      await page.getByRole("button", { name: "Draw it all again…" }).tap();
      await page.getByTestId("replay").waitFor();
      expect(await problemsFor(page)).toEqual([]);
      await page.keyboard.press("Escape");

      await waitForHistory(page, 1);
      await page.getByRole("button", { name: "Pin (S)" }).tap();
      await page.locator('[data-picture][aria-label*="pinned"]').first().waitFor();
      const [newest = ""] = await visibleEntries(page);
      await page.locator(`[data-picture="${newest}"]`).tap();
      await waitForViewed(page, newest);
      expect(await problemsFor(page)).toEqual([]);
      await page.getByRole("button", { name: "Delete this picture" }).tap();
      await page.getByRole("dialog").waitFor();
      expect(await problemsFor(page)).toEqual([]);
      await context.close();
    },
  );

  it("says why a picture looks unchanged: strength too low, empty paper", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await drawStrokeMouse(page, BAR, { stepMs: 4 });
    await waitForPictureAfter(page, 0);
    await page.getByRole("slider", { name: /Strength/ }).fill("0.1");
    await page.getByTestId("hint").filter({ hasText: "strength is low" }).waitFor();
    await stage.shoot(page, "hint-strength");
    expect(await problemsFor(page)).toEqual([]);
    await page.getByRole("button", { name: "Got it" }).click();
    await page.getByTestId("hint").waitFor({ state: "hidden" });
    await setPrompt(page, "a lake");
    await pressTool(page, "Clear");
    await page.getByTestId("hint").filter({ hasText: "The paper is empty" }).waitFor();
    expect(await problemsFor(page)).toEqual([]);
    await context.close();
  });
});
