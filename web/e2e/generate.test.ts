/** L48: pictures from the queue, from the form to the result, and what becomes of every job. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemsFor } from "./everyone.ts";
import { ANIMATED_GIF, claimingPng, twoColours } from "./images.ts";
import { signInByLink } from "./people.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
let receiver: Server;
beforeAll(async () => {
  stage = await openStage();
  receiver = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
}, 30_000);
afterAll(async () => {
  receiver?.close();
  await stage?.close();
});

const MADE_WITHIN_MS = 60_000;
const job = (page: Page) => page.getByTestId("job");
const rows = (page: Page) => page.getByTestId("job-row");
const button = (page: Page) => page.getByTestId("generate");
const jobIdOf = (page: Page): string => new URL(page.url()).searchParams.get("job") ?? "";

async function open(page: Page, prompt: string): Promise<void> {
  await page.goto("/generate");
  await page.getByRole("combobox", { name: "Prompt" }).fill(prompt);
  await page.keyboard.press("Escape");
  await page.getByText("512", { exact: true }).click();
  await priced(page);
}
const priced = (page: Page) => page.waitForSelector('[data-testid="generate"]:not([disabled])');
/** The state that the shown job comes to. */
const becomes = (page: Page, state: string) =>
  page.waitForSelector(`[data-testid="job"][data-state="${state}"]`, { timeout: MADE_WITHIN_MS });
const rowBecomes = (page: Page, id: string, state: string) =>
  page.waitForSelector(`[data-job="${id}"][data-state="${state}"]`, { timeout: MADE_WITHIN_MS });

describe("generating", { timeout: 180_000 }, () => {
  it("with the keyboard: price, one order for two presses, a reload in the midst, pictures, the same as curl", async () => {
    const { context, page } = await stage.desktop();
    await page.goto("/generate");
    await page.getByText("Nothing asked for yet").waitFor();
    await priced(page);
    await stage.shoot(page, "generate-empty-1440");
    expect(await problemsFor(page)).toEqual([]);
    // Without words it says so, and nothing is ordered.
    await button(page).press("Enter");
    await page.getByText("Say what you want to see.", { exact: true }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("prompt");
    await page.keyboard.type("a lighthouse at dusk, it's calm");
    await page.keyboard.press("Escape");
    await page.getByText("512", { exact: true }).click();
    await page.getByRole("group", { name: "Pictures" }).getByText("2", { exact: true }).click();
    await page.waitForSelector('[data-testid="quote"][data-units="2"]');
    await priced(page);
    expect(await button(page).innerText()).toBe("Generate for 2 credits");
    const curl = await page.getByTestId("curl").innerText();
    expect(curl).toContain(
      `"prompt":"a lighthouse at dusk, it'\\''s calm","widthPx":512,"heightPx":512,"count":2`,
    );
    await button(page).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.waitForURL(/job=job_/);
    const id = jobIdOf(page);
    await page.reload();
    await job(page).waitFor();
    expect(await job(page).getAttribute("data-job")).toBe(id);
    await stage.shoot(page, "generate-running-1440");
    await becomes(page, "succeeded");
    const pictures = page.getByTestId("results").locator("img");
    expect(await pictures.count()).toBe(2);
    await expect
      .poll(() => pictures.first().evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBe(512);
    expect(await pictures.first().getAttribute("alt")).toContain("a lighthouse at dusk");
    await stage.shoot(page, "generate-result-1440");
    expect(await problemsFor(page)).toEqual([]);

    await page.getByRole("button", { name: "Paint over it" }).first().click();
    await page.getByText("The picture to paint over").waitFor();
    await priced(page);
    expect(await page.getByTestId("curl").innerText()).toContain(
      `"image":{"generation":"${id}","position":0}`,
    );
    await page.getByRole("button", { name: "From your results" }).click();
    await page
      .getByRole("button", { name: /^Take picture 2/ })
      .first()
      .waitFor();
    await stage.shoot(page, "generate-sources-1440");
    expect(await problemsFor(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await button(page).press("Enter");
    await page.waitForURL((url) => url.searchParams.get("job") !== id);
    await becomes(page, "succeeded");

    const painted = jobIdOf(page);
    await page.getByRole("button", { name: "Enlarge it" }).first().click();
    await page.getByTestId("size").getByText("1024 × 1024 pixels").waitFor();
    await priced(page);
    await stage.shoot(page, "generate-enlarge-1440");
    expect(await problemsFor(page)).toEqual([]);
    await button(page).press("Enter");
    await page.waitForURL((url) => url.searchParams.get("job") !== painted);
    await becomes(page, "succeeded");
    await page.getByTestId("results").getByText("1024 × 1024 pixels").waitFor();

    await page.getByRole("link", { name: "All jobs" }).last().click();
    await page.waitForURL(/\/jobs$/);
    await rowBecomes(page, id, "succeeded");
    expect(await rows(page).count()).toBe(3);
    await page
      .getByRole("button", { name: /^Another like it/ })
      .last()
      .press("Enter");
    await expect.poll(() => rows(page).count()).toBe(4);
    await page.waitForFunction(
      () => document.querySelectorAll('[data-testid="job-row"][data-state="succeeded"]').length === 4,
      undefined,
      { timeout: MADE_WITHIN_MS },
    );
    await stage.shoot(page, "jobs-1440");
    expect(await problemsFor(page)).toEqual([]);
    await context.setOffline(true);
    await page.getByText("You are offline.").waitFor();
    await context.close();
  });

  it("with a thumb, in the light: what nobody can make waits, is cancelled, and asked for anew", async () => {
    const { context, page } = await stage.phone({ colorScheme: "light" });
    await page.goto("/jobs");
    await page.getByText("Nothing was asked for yet").waitFor();
    await stage.shoot(page, "jobs-empty-390");
    expect(await problemsFor(page)).toEqual([]);
    await page.getByRole("button", { name: "Menu", exact: true }).tap();
    await stage.shoot(page, "menu-390");
    await page.getByRole("navigation").getByRole("link", { name: "Generate" }).tap();
    await page.waitForURL(/\/generate$/);
    await open(page, "a red boat");
    await page.getByText("SDXL").tap();
    await page.getByTestId("model-away").waitFor();
    await priced(page);
    await stage.shoot(page, "generate-form-390");
    expect(await problemsFor(page)).toEqual([]);
    await button(page).tap();
    await becomes(page, "queued");
    await page.getByTestId("job-line").waitFor();
    await expect
      .poll(() => page.getByTestId("job").evaluate((panel) => panel.getBoundingClientRect().top))
      .toBeLessThan(300);
    await stage.shoot(page, "generate-waits-390");
    expect(await problemsFor(page)).toEqual([]);
    const id = jobIdOf(page);
    await page.goto("/jobs");
    await page.getByRole("button", { name: "Cancel: a red boat" }).tap();
    await rowBecomes(page, id, "cancelled");
    await page.getByText(/given back, nothing charged/).waitFor();
    await page.getByRole("button", { name: /^Try again for \d+ credits?: a red boat/ }).tap();
    await expect.poll(() => rows(page).count()).toBe(2);
    expect(await rows(page).first().getAttribute("data-state")).toBe("queued");
    await stage.shoot(page, "jobs-390");
    expect(await problemsFor(page)).toEqual([]);
    await page.getByRole("button", { name: "Cancel: a red boat" }).tap();
    await rowBecomes(page, (await rows(page).first().getAttribute("data-job")) ?? "", "cancelled");

    // A picture of one's own, painted over and deleted.
    await open(page, "a red boat in the evening");
    await page.getByText("Edit", { exact: true }).tap();
    await page.getByText("Choose the picture that goes in.").first().waitFor();
    const own = page.getByTestId("own-picture");
    await own.setInputFiles({ name: "a.gif", mimeType: "image/gif", buffer: ANIMATED_GIF });
    await page.getByText("A JPEG, PNG or WebP can go in.").waitFor();
    await own.setInputFiles({ name: "a.png", mimeType: "image/png", buffer: claimingPng(60_000) });
    await page.getByText(/This picture cannot be read/).waitFor();
    const buffer = await twoColours(page, { width: 600, height: 400, type: "image/png" });
    await own.setInputFiles({ name: "b.png", mimeType: "image/png", buffer });
    await page.getByText("600 × 400 pixels").waitFor();
    await priced(page);
    await stage.shoot(page, "generate-own-390");
    expect(await problemsFor(page)).toEqual([]);
    await button(page).tap();
    await becomes(page, "succeeded");
    await stage.shoot(page, "generate-result-390");
    expect(await problemsFor(page)).toEqual([]);
    await page.getByRole("button", { name: "Delete", exact: true }).tap();
    await page.getByRole("button", { name: "Delete for good" }).tap();
    await page.getByText("Nothing asked for yet").waitFor();
    await page.goto("/jobs");
    await rows(page).first().waitFor();
    expect(await rows(page).count()).toBe(2);
    await context.close();
  });

  it("what goes wrong is told in people's words, with the next step; a lost answer is one job", async () => {
    const { context, page } = await stage.desktop({ colorScheme: "light" });
    await open(page, "a quiet pond");
    const answers: [status: number, error: object, said: RegExp][] = [
      [402, { code: "insufficient_credits", message: "x" }, /Not enough credits/],
      [
        400,
        { code: "bad_request", message: "x", fields: { prompt: "Too big: expected string to have <=2000" } },
        /These words are not possible/,
      ],
      [409, { code: "conflict", message: "x" }, /A new one is on the button/],
    ];
    const path = "**/api/v1/generations";
    for (const [status, error, said] of answers) {
      await page.route(path, (route) =>
        route.fulfill({ status, json: { error: { requestId: "req_1", ...error } } }),
      );
      await priced(page);
      await button(page).click();
      await page.getByTestId("problem").getByText(said).waitFor();
      expect(await page.getByText("Too big").count()).toBe(0);
      if (status === 402) {
        await page.getByRole("link", { name: "Credits and plans" }).waitFor();
        await stage.shoot(page, "generate-problem-1440");
        expect(await problemsFor(page)).toEqual([]);
      }
      await page.unroute(path);
    }
    let calls = 0;
    await page.route(path, async (route) => {
      calls += 1;
      if (calls > 1) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await priced(page);
    await button(page).click();
    await becomes(page, "succeeded");
    expect(calls).toBe(2);
    await page.goto("/jobs");
    await rows(page).first().waitFor();
    expect(await rows(page).count()).toBe(1);
    await page.goto("/generate?job=job_01ARZ3NDEKTSV4RRFFQ69G5FAV");
    await page.getByText("Job not found.").waitFor();
    await context.close();
  });

  it("a letter comes when it is ready; webhooks say how they went, and are sent again", async () => {
    const { context, page } = await stage.desktop();
    await page.goto("/sign-in");
    const email = `maker-${Date.now()}@example.com`;
    await signInByLink(page, email);
    await open(page, "a house in snow");
    await page.getByText("Mail me when it is ready").click();
    await priced(page);
    await button(page).click();
    await becomes(page, "succeeded");
    const id = jobIdOf(page);
    const letters = async (): Promise<string[]> => {
      const asked = await page.request.get(`/dev/mail?to=${encodeURIComponent(email)}`, {
        headers: { accept: "application/json" },
      });
      const { letters } = (await asked.json()) as { letters: { subject: string; text: string }[] };
      return letters.filter(({ text }) => text.includes(id)).map(({ subject }) => subject);
    };
    await expect.poll(letters, { timeout: 20_000 }).toEqual(["Your picture is ready"]);

    const webhook = `http://localhost:${(receiver.address() as AddressInfo).port}/`;
    const asked = await page.request.post("/api/v1/generations", {
      headers: { origin: stage.stack.url },
      data: { prompt: "a hill", widthPx: 256, heightPx: 256, webhook },
    });
    const { id: told } = (await asked.json()) as { id: string };
    await page.goto("/account");
    await page.getByRole("link", { name: "Webhooks: secret and deliveries" }).click();
    await page.waitForSelector(`[data-job="${told}"]`, { timeout: MADE_WITHIN_MS });
    await rowBecomes(page, told, "delivered");
    await page.getByRole("button", { name: "Show the secret" }).click();
    const secret = await page.getByTestId("webhook-secret").innerText();
    expect(secret).toMatch(/^whsec_/);
    await stage.shoot(page, "webhooks-1440");
    expect(await problemsFor(page)).toEqual([]);
    await page.getByRole("button", { name: "Make a new one" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Make a new one" }).click();
    await expect.poll(() => page.getByTestId("webhook-secret").innerText()).not.toBe(secret);
    await page.getByRole("button", { name: "Send again: a hill" }).click();
    await page.getByText("2 tries").waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await stage.shoot(page, "webhooks-390");
    expect(await problemsFor(page)).toEqual([]);
    await context.close();
  });
});
