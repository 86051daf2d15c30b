import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitForHistory } from "./history-strip.ts";
import { askForFinal, settled, waitForFinal, waitForVariations } from "./picture-view.ts";
import { drawStrokeMouse, openNewSketch, pressTool, setPrompt, waitForSketchId } from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

const wave = (y: number) =>
  Array.from({ length: 20 }, (_, at) => ({ x: 150 + at * 36, y: y + 60 * Math.sin(at / 2) }));

describe("drawing it all again", { timeout: 180_000 }, () => {
  it("[LP44] gives every kept picture again, byte for byte: pauses, variations, finals, undone ink and other words", async () => {
    const { context, page } = await stage.desktop();
    await openNewSketch(page, stage.stack.url);
    await drawStrokeMouse(page, wave(250), { stepMs: 4 });
    await waitForVariations(page, 2);
    await drawStrokeMouse(page, wave(500), { stepMs: 4 });
    await settled(page);
    await pressTool(page, "Eraser");
    await drawStrokeMouse(page, wave(260), { stepMs: 4 });
    await settled(page);
    await pressTool(page, "Undo");
    await setPrompt(page, "a lake at dusk, watercolour");
    await page.getByRole("slider", { name: /Strength/ }).fill("0.8");
    await settled(page);
    await askForFinal(page);
    await waitForFinal(page, "shown");
    await waitForHistory(page, 6);
    // The log is saved a moment after the hand rests.
    await page.waitForTimeout(1500);
    const id = await waitForSketchId(page);
    // From what the server has, as on another day.
    await page.reload();
    await waitForHistory(page, 6);

    await page.getByRole("button", { name: "Picture menu" }).click();
    await page.getByRole("button", { name: "Draw it all again…" }).click();
    await page.getByRole("button", { name: "Start" }).click();
    await page.waitForSelector('[data-testid="replay"][data-state="done"]', { timeout: 120_000 });
    await stage.shoot(page, "replay-done");
    const result = page.getByTestId("replay-result");
    const total = Number(await result.getAttribute("data-total"));
    expect(total).toBeGreaterThanOrEqual(6);
    expect(await result.innerText()).toBe(`${total} of ${total} came out the same`);

    // What it needed for itself is gone, and the sketch is as it was.
    const titles = await page.evaluate(async () => {
      const { sketches } = (await (await fetch("/api/sketches")).json()) as { sketches: { id: string }[] };
      return sketches.map((sketch) => sketch.id);
    });
    expect(titles).toEqual([id]);
    await context.close();
  });
});
