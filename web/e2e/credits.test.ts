/** L4, L20, L27, L28: a visitor draws until the day's free credits end; meter, prompt and statement say the same. */
import type { StatementLine } from "@llamasketch/contract";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  drawStrokeMouse,
  drawStrokeTouch,
  openNewSketch,
  shownPicture,
  waitForSketchId,
} from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

const GRANT = 3;
/** Three windows of ten seconds, and the pauses between strokes. */
const DRAW_MS = 90_000;
const CHIP = '[data-testid="credit-chip"]';
const PROMPT = '[data-testid="limit-prompt"]';

let stage: Stage;
beforeAll(async () => {
  // The door is shut, as it is for people: the page passes it.
  stage = await openStage({ vars: { TURNSTILE: "on", FREE_DAILY_CREDITS: String(GRANT) } });
}, 120_000);
afterAll(() => stage?.close());

const stroke = (at: number) =>
  Array.from({ length: 16 }, (_, step) => ({
    x: 120 + step * 48,
    y: 160 + ((at * 131) % 640) + 30 * Math.sin(step),
  }));
const numberAt = async (page: Page, selector: string, name: string): Promise<number> =>
  Number(await page.locator(selector).getAttribute(name));

/** What the API says of this browser: its lines, oldest last. */
const linesOf = (page: Page): Promise<StatementLine[]> =>
  page.evaluate(async () => {
    const answer = await fetch("/api/credits/statement");
    return ((await answer.json()) as { lines: StatementLine[] }).lines;
  });

/** Draws, with pauses, until drawing is paused; adds to `spent` what the meter said, each time it changed. */
async function drawToTheEnd(
  page: Page,
  draw: (at: number) => Promise<void>,
  spent: number[] = [],
): Promise<number[]> {
  const byMs = Date.now() + DRAW_MS;
  for (let at = 0; (await page.locator(PROMPT).count()) === 0; at++) {
    if (Date.now() > byMs)
      throw new Error(`still drawing after ${DRAW_MS} ms; the meter said ${spent.join(", ")}`);
    await draw(at);
    await page.waitForTimeout(700);
    if ((await page.locator(CHIP).count()) === 0) continue;
    const now = await numberAt(page, CHIP, "data-spent");
    if (now !== spent.at(-1)) spent.push(now);
  }
  return spent;
}

/** The grant is there once for an address: each try comes from another of those kept for examples. */
let tries = 0;
const fromAddress = () => ({ extraHTTPHeaders: { "cf-connecting-ip": `203.0.113.${tries}` } });

describe("a visitor's free credits", { timeout: 240_000 }, () => {
  it("[LP45 LP46 LP47 LP48 LM8 LM10] L27, L28: are drawn to their end; meter, prompt and statement agree to the credit", async () => {
    tries += 1;
    const { context, page } = await stage.desktop(fromAddress());
    await openNewSketch(page, stage.stack.url);
    const draw = (at: number): Promise<void> => drawStrokeMouse(page, stroke(at));
    await draw(0);
    // A limit of one's own first: it pauses after the window that reached it, and can be lifted.
    await page.locator(CHIP).click();
    for (const nonsense of ["0", "-2", "1.5", "many"]) {
      await page.getByLabel(/^Stop at/).fill(nonsense);
      await page.getByRole("button", { name: "Set", exact: true }).click();
      await page.locator('[aria-invalid="true"]').waitFor();
    }
    await page.getByLabel(/^Stop at/).fill("1");
    await page.keyboard.press("Enter");
    await page.getByText("Drawing pauses once 1 credit").waitFor();
    await page.keyboard.press("Escape");
    const spent = await drawToTheEnd(page, draw);
    expect(await page.locator(PROMPT).getAttribute("data-reason")).toBe("limit");
    // The window that reached it may be stored a moment later.
    await page.waitForSelector(`${CHIP}[data-spent="1"]`);
    await stage.shoot(page, "credits-limit-1440");
    await page.getByRole("button", { name: "No limit" }).click();
    await page.waitForSelector(PROMPT, { state: "detached" });

    await drawToTheEnd(page, draw, spent);
    const sketchId = await waitForSketchId(page);
    // Only up, and never past the grant. A look between two strokes may miss a step.
    expect(spent).toEqual([...new Set(spent)].toSorted((a, b) => a - b));
    expect(spent.at(-1)).toBeLessThanOrEqual(GRANT);
    await page.waitForSelector(`${PROMPT}[data-reason="no_credits"]`);
    await page.waitForSelector(`${CHIP}[data-spent="${GRANT}"][data-left="0"]`);
    expect(await numberAt(page, PROMPT, "data-spent")).toBe(GRANT);
    expect(await page.locator('[data-testid="status-chip"]').getAttribute("data-state")).toBe("paused");
    await stage.shoot(page, "credits-prompt-1440");
    await page.locator(CHIP).click();
    expect(await page.getByTestId("meter-spent").textContent()).toBe(String(GRANT));
    expect(await page.getByTestId("meter-left").textContent()).toBe("0");
    await stage.shoot(page, "credits-meter-1440");
    await page.keyboard.press("Escape");

    // Drawing goes on; pictures do not, and nothing more is spent.
    const { shown } = await shownPicture(page);
    await drawStrokeMouse(page, stroke(5));
    await page.waitForTimeout(3000);
    expect((await shownPicture(page)).shown).toBe(shown);
    expect(await numberAt(page, CHIP, "data-spent")).toBe(GRANT);

    const lines = await linesOf(page);
    expect(lines.map(({ kind, units }) => [kind, units])).toEqual([
      ["live", -GRANT],
      ["grant", GRANT],
    ]);
    expect(lines[0]).toMatchObject({ sketch: { id: sketchId }, live: { windows: GRANT } });
    await page.getByRole("link", { name: "See plans" }).click();
    await page.waitForURL(/\/credits$/);
    const live = page.locator('[data-testid="statement-line"][data-kind="live"]');
    await live.waitFor();
    expect(await live.getAttribute("data-units")).toBe(String(-GRANT));
    expect(await page.getByTestId("free-today").getAttribute("data-left")).toBe("0");
    await stage.shoot(page, "credits-statement-1440");
    const csv = await page.evaluate(async () => (await fetch("/api/credits/statement.csv")).text());
    const rows = csv.trim().split(/\r?\n/).slice(1);
    expect(rows).toHaveLength(2);
    expect(rows.reduce((sum, row) => sum + Number(row.split(",").at(-2)), 0)).toBe(0);
    await live.getByRole("link").click();
    await page.waitForURL(new RegExp(sketchId));
    await context.close();
  });

  it("L27: are gone for a second visitor at the same address, who is told so at once", async () => {
    const { context, page } = await stage.phone(fromAddress());
    await openNewSketch(page, stage.stack.url);
    await drawToTheEnd(page, (at) => drawStrokeTouch(page, stroke(at)));
    expect(await page.locator(PROMPT).getAttribute("data-reason")).toBe("no_credits");
    expect(await numberAt(page, PROMPT, "data-spent")).toBe(0);
    expect(await linesOf(page)).toEqual([]);
    await stage.shoot(page, "credits-prompt-390");
    const buttons = page.locator(`${PROMPT} :is(a, button)`);
    for (const button of await buttons.all()) {
      const box = await button.boundingBox();
      expect(Math.min(box?.height ?? 0, box?.width ?? 0)).toBeGreaterThanOrEqual(44);
    }
    await page.getByRole("button", { name: "Close" }).tap();
    expect(await page.locator(PROMPT).count()).toBe(0);
    await page.goto(`${stage.stack.url}/credits`);
    await page.getByTestId("free-today").waitFor();
    await stage.shoot(page, "credits-statement-390");
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await context.close();
  });
});
