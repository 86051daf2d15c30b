import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemsFor, watchShifts } from "./everyone.ts";
import { cards, fillLibrary } from "./library-page.ts";
import { openStage, type Stage } from "./stage.ts";

const LIST = "**/api/sketches?*";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ painter: false });
}, 120_000);
afterAll(() => stage?.close());

describe("states of my sketches", () => {
  it.each(["dark", "light"] as const)(
    "are all for everyone, in %s: loading of the real shape, full, empty, nothing found, failed, offline",
    async (colorScheme) => {
      const { context, page } = await stage.phone({ colorScheme });
      const shifts = await watchShifts(page);
      await page.goto("/sketches");
      await page.getByText("Nothing here yet").waitFor();
      expect(await problemsFor(page)).toEqual([]);
      await fillLibrary(page, stage.stack.url, ["first", "second", "third"]);
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      await page.route(LIST, async (route) => {
        await held;
        await route.continue();
      });
      await page.goto("/sketches");
      await page.locator("main li").first().waitFor();
      const skeleton = await page.locator("main li").first().boundingBox();
      await stage.shoot(page, `library-loading-${colorScheme}`);
      release();
      await page.locator("[data-sketch]").first().waitFor();
      expect(await page.locator("main li").first().boundingBox()).toEqual(skeleton);
      expect(await shifts()).toBeLessThan(0.01);
      await page.unroute(LIST);
      expect(await problemsFor(page)).toEqual([]);
      await page.getByRole("button", { name: "Actions for first" }).click();
      expect(await problemsFor(page)).toEqual([]);
      await page.getByRole("menuitem", { name: "Rename" }).click();
      expect(await problemsFor(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.goto("/sketches?q=no+such+words");
      await page.getByText("No sketch has these words").waitFor();
      expect(await problemsFor(page)).toEqual([]);

      await page.route(LIST, (route) =>
        route.fulfill({
          status: 500,
          json: {
            error: { code: "internal", message: "Something failed on our side.", requestId: "req_sentinel" },
          },
        }),
      );
      await page.goto("/sketches");
      await page.getByText("req_sentinel").waitFor();
      await page.getByRole("button", { name: "Copy the request id" }).waitFor();
      expect(await problemsFor(page)).toEqual([]);
      await page.unroute(LIST);
      await page.getByRole("button", { name: "Try again" }).click();
      await page.getByText("first").waitFor();

      await page.route("**/api/**", (route) => route.abort());
      await page.goto("/sketches");
      await page.getByText("Your sketches as of").waitFor();
      await page.getByText("first").waitFor();
      expect(await page.getByRole("button", { name: "Actions for first" }).count()).toBe(0);
      expect(await problemsFor(page)).toEqual([]);
      await stage.shoot(page, `library-offline-${colorScheme}`);
      await context.close();
    },
    60_000,
  );

  it("a deletion the server refuses is taken back, with the request to quote", async () => {
    const { context, page } = await stage.desktop();
    await fillLibrary(page, stage.stack.url, ["stays"]);
    await page.route("**/api/sketches/skt_*", (route) =>
      route.fulfill({
        status: 503,
        json: { error: { code: "unavailable", message: "Not now.", requestId: "req_sentinel" } },
      }),
    );
    await page.goto("/sketches");
    await page.getByText("stays").waitFor();
    await page.keyboard.press("ArrowRight");
    await page.locator("[data-sketch]:focus").waitFor();
    await page.keyboard.press("Delete");
    await page.getByText("“stays” was not deleted. Not now.").waitFor();
    await page.getByText("Request req_sentinel").waitFor();
    expect(await cards(page)).toEqual(["stays"]);
    await context.close();
  }, 30_000);
});
