/** "Library": what was made in the queue, looked for, chosen, packed, deleted, looked at; by key and by thumb. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeCreations } from "./creations-page.ts";
import { problemsFor } from "./everyone.ts";
import { openStage, type Stage } from "./stage.ts";

const PROMPTS = ["a red house", "a green hill", "a blue pond, quiet", "two boats", "a lighthouse", "a moon"];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ vars: { LIMITS: "off", FREE_DAILY_CREDITS: "1000" } });
}, 120_000);
afterAll(() => stage?.close());

const prompts = (page: Page): Promise<string[]> => page.getByTestId("creation-prompt").allTextContents();
const focused = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(
    () =>
      document.activeElement?.closest("[data-place]")?.querySelector("[data-testid=creation-prompt]")
        ?.textContent,
  );
const chosen = (page: Page): Promise<number> => page.locator("[data-chosen]").count();
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const arrived = (page: Page): Promise<unknown> =>
  page.waitForFunction(() =>
    [...document.querySelectorAll<HTMLImageElement>("[data-creation] img")].every(
      (image) => image.complete && image.naturalWidth > 0 && getComputedStyle(image).opacity === "1",
    ),
  );

describe("what was made", () => {
  it("is empty at first, says when it cannot be read, and is for everyone, dark and light", async () => {
    for (const colorScheme of ["dark", "light"] as const) {
      const { context, page } = await stage.phone({ colorScheme });
      await page.goto("/library");
      await page.getByRole("heading", { name: "Nothing made yet" }).waitFor();
      expect(await problemsFor(page)).toEqual([]);
      await stage.shoot(page, `creations-empty-${colorScheme}`);
      const calls = /\/api\/(me$|v1\/generations\?)/;
      await page.route(calls, (route) => route.abort());
      await page.reload();
      await page.getByRole("heading", { name: "Your library didn't load" }).waitFor();
      expect(await problemsFor(page)).toEqual([]);
      await page.unroute(calls);
      await button(page, "Try again").click();
      await page.getByRole("heading", { name: "Nothing made yet" }).waitFor();
      await context.close();
    }
  }, 60_000);

  it("by keyboard: moved through, chosen by Space and Shift, packed, deleted and taken back, looked at, looked for", async () => {
    const { context, page } = await stage.desktop();
    await makeCreations(page, stage.stack.url, PROMPTS);
    await page.goto("/library");
    await expect.poll(() => prompts(page)).toEqual(PROMPTS.toReversed());
    await arrived(page);
    expect(await page.locator("[data-creation] img[data-blur]").count()).toBe(PROMPTS.length);
    await stage.shoot(page, "creations-desktop");
    expect(await problemsFor(page)).toEqual([]);

    await page.keyboard.press("ArrowRight");
    await expect.poll(() => focused(page)).toBe("a moon");
    await page.keyboard.press("Space");
    expect(await chosen(page)).toBe(1);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => focused(page)).toBe("two boats");
    await page.keyboard.press("Shift+Space");
    await expect.poll(() => chosen(page)).toBe(3);
    await stage.shoot(page, "creations-chosen");
    expect(await problemsFor(page)).toEqual([]);

    const saved = page.waitForEvent("download");
    await button(page, "Download as ZIP").click();
    const file = await saved;
    expect(file.suggestedFilename()).toMatch(/^llamasketch-\d{4}-\d\d-\d\d\.zip$/);
    expect(Object.keys(unzipSync(readFileSync(await file.path())))).toEqual([
      "001-a-moon-1.jpg",
      "002-a-lighthouse-1.jpg",
      "003-two-boats-1.jpg",
      "generations.json",
    ]);

    const deletes: string[] = [];
    page.on("request", (request) => request.method() === "DELETE" && deletes.push(request.url()));
    await page.keyboard.press("Delete");
    await expect.poll(() => prompts(page)).toEqual(PROMPTS.slice(0, 3).toReversed());
    await page.getByText(/^“.+” and 2 more deleted\.$/).waitFor();
    await page.keyboard.press("z");
    await expect.poll(() => prompts(page)).toEqual(PROMPTS.toReversed());
    expect(deletes).toEqual([]);

    await page.locator("[data-creation]").first().focus();
    await page.keyboard.press("Control+a");
    expect(await chosen(page)).toBe(PROMPTS.length);
    await page.keyboard.press("Escape");
    expect(await chosen(page)).toBe(0);
    await page.keyboard.press("Enter");
    await page.getByTestId("whole-picture").waitFor();
    await page.waitForFunction(
      () => document.querySelector<HTMLImageElement>("[data-testid=whole-picture]")?.complete,
    );
    await stage.shoot(page, "creations-view-desktop");
    expect(await problemsFor(page)).toEqual([]);
    await page.keyboard.press("ArrowRight");
    await page.getByRole("heading", { name: "a lighthouse" }).waitFor();
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await button(page, "Copy the call").click();
    const call = await page.evaluate(() => navigator.clipboard.readText());
    expect(call).toContain('"prompt":"a lighthouse"');
    expect(call).toContain(`${stage.stack.url}/api/v1/generations`);
    const picture = page.waitForEvent("download");
    await page.getByRole("link", { name: "Save the picture" }).click();
    expect((await picture).suggestedFilename()).toMatch(/^job_\w+-0\.jpg$|^job_\w+-1\.jpeg$/);
    await page.keyboard.press("Escape");

    await page.keyboard.press("/");
    await page.keyboard.type("QUIET pond");
    await expect.poll(() => prompts(page)).toEqual(["a blue pond, quiet"]);
    expect(page.url()).toContain("q=QUIET");
    await page.getByLabel("State").selectOption("failed");
    await page.getByRole("heading", { name: "Nothing is like that" }).waitFor();
    expect(await problemsFor(page)).toEqual([]);
    await button(page, "Show all").click();
    await expect.poll(() => prompts(page)).toEqual(PROMPTS.toReversed());
    await context.close();
  }, 90_000);

  it("by thumb, in the light: chosen by its corner, and what is deleted is gone, also when the page is left at once", async () => {
    const { context, page } = await stage.phone({ colorScheme: "light" });
    await makeCreations(page, stage.stack.url, PROMPTS.slice(0, 3));
    await page.goto("/library");
    await expect.poll(() => prompts(page)).toHaveLength(3);
    await arrived(page);
    await stage.shoot(page, "creations-phone");
    expect(await problemsFor(page)).toEqual([]);
    await page.locator("label", { has: page.getByLabel("Choose “a green hill”") }).tap();
    await button(page, "Delete").waitFor();
    await stage.shoot(page, "creations-phone-chosen");
    expect(await problemsFor(page)).toEqual([]);
    await button(page, "Delete").tap();
    await expect.poll(() => prompts(page)).toEqual(["a blue pond, quiet", "a red house"]);
    await page.locator("[data-creation]").last().tap();
    await page.getByTestId("whole-picture").waitFor();
    await stage.shoot(page, "creations-view-phone");
    expect(await problemsFor(page)).toEqual([]);
    await page.goto("/nowhere");
    await expect
      .poll(() =>
        page.evaluate(async () => {
          const answer = await fetch("/api/v1/generations");
          const { generations } = (await answer.json()) as { generations: { prompt: string }[] };
          return generations.map(({ prompt }) => prompt);
        }),
      )
      .toEqual(["a blue pond, quiet", "a red house"]);
    await context.close();
  }, 60_000);
});
