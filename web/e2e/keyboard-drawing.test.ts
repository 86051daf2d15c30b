import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StrokeOperation } from "../src/drawing/operation.ts";
import { colourAt, inkedCells, openNewSketch, waitForLog } from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ painter: false });
}, 120_000);
afterAll(() => stage?.close());

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");

/** Presses Tab until the focus is on what has this name. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    const text = await page.evaluate(() => document.activeElement?.textContent ?? "");
    if ((await focused(page)) === name || text === name) return;
  }
  throw new Error(`Tab does not reach ${name}.`);
}

describe("drawing without a pointer", () => {
  it("reaches shapes by Tab, moves, scales, stretches and turns one, says so, and places it with Enter", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await tabTo(page, "Shapes");
    await page.keyboard.press("Enter");
    await page.getByText("Place, move and scale a shape").waitFor();
    await tabTo(page, "Rectangle");
    await page.keyboard.press("Enter");
    await page.getByTestId("placement").waitFor();
    expect(await focused(page)).toBe("Rectangle");
    const said = page.getByRole("toolbar", { name: "Rectangle" }).getByRole("status");
    await expect.poll(() => said.textContent()).toBe("Rectangle, 410 wide, 410 high, at 512, 512");
    for (let n = 0; n < 3; n++) await page.keyboard.press("Shift+ArrowLeft");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("PageDown");
    await page.keyboard.press("Shift+Alt+ArrowRight");
    await page.keyboard.press("Shift+R");
    await expect
      .poll(() => said.textContent())
      .toMatch(/^Rectangle, 360 wide, 328 high, at 416, 508, turned 45°$/);
    await stage.shoot(page, "desktop-shape");
    expect(await inkedCells(page)).toBe(0);
    await page.keyboard.press("Enter");
    expect(await page.getByTestId("placement").count()).toBe(0);
    expect(await inkedCells(page)).toBeGreaterThan(0);
    const log = await waitForLog(page, (log) => log.some(({ op }) => op === "stroke"));
    const stroke = log.find((each): each is StrokeOperation => each.op === "stroke");
    expect(stroke).toMatchObject({ tool: "line" });
    const xs = stroke?.points.map(([x]) => x) ?? [];
    expect(Math.round((Math.max(...xs) + Math.min(...xs)) / 2)).toBe(416);
    await page.keyboard.press("z");
    expect(await inkedCells(page)).toBe(0);
    await context.close();
  }, 40_000);

  it("draws every shape in the colour chosen, and with Escape none", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await page.getByLabel("Colour", { exact: true }).click();
    await page.getByLabel("Red", { exact: true }).click();
    await page.keyboard.press("Escape");
    // Where its line surely is: the top of most.
    const tops = { Line: 512, Ellipse: 307, Triangle: 309, Star: 309 };
    for (const [name, y] of Object.entries(tops)) {
      for (const key of ["Escape", "Enter"]) {
        await page.getByLabel("Shapes", { exact: true }).click();
        await page.getByRole("button", { name, exact: true }).click();
        await page.getByTestId("placement").waitFor();
        await page.keyboard.press(key);
        const done = key === "Enter" ? "placed" : "cancelled";
        await page
          .getByRole("status")
          .filter({ hasText: `${name} ${done}` })
          .waitFor({ state: "attached" });
        expect((await inkedCells(page)) > 0).toBe(key === "Enter");
      }
      expect(await colourAt(page, { x: 512, y })).toBe("#dc2626");
      await page.keyboard.press("z");
    }
    await context.close();
  }, 40_000);

  it("tool keys keep their hands off fields and shapes, and axe finds nothing serious in the panels", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await page.fill("#prompt", "");
    await page.locator("#prompt").pressSequentially("elf bz");
    expect(await page.inputValue("#prompt")).toBe("elf bz");
    expect(await page.getAttribute('button[aria-label^="Brush"]', "aria-pressed")).toBe("true");
    for (const panel of ["Layers", "Drawing settings", "Colour"]) {
      await page.getByLabel(panel, { exact: true }).first().click();
      await page.waitForTimeout(150);
      const { violations } = await new AxeBuilder({ page }).include(".sketch-screen").analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(serious.map(({ id, nodes }) => `${panel} ${id}: ${nodes[0]?.html}`)).toEqual([]);
      await page.keyboard.press("Escape");
    }
    await context.close();
  }, 40_000);
});
