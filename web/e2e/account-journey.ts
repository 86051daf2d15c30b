/** A person's way through: without an account, with one, on a second device, and out again. */
import type { BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import { problemsFor } from "./everyone.ts";
import { cards } from "./library-page.ts";
import { signInByLink, whoIs } from "./people.ts";
import {
  drawStrokeMouse,
  drawStrokeTouch,
  openNewSketch,
  setPrompt,
  waitForPictureAfter,
  waitForSketchId,
} from "./sketch-page.ts";
import type { Stage } from "./stage.ts";

const STROKE = Array.from({ length: 24 }, (_, at) => ({ x: 200 + at * 26, y: 480 + 160 * Math.sin(at / 4) }));

interface Device {
  name: string;
  open(stage: Stage): Promise<{ context: BrowserContext; page: Page }>;
  draw: typeof drawStrokeMouse;
}
export const DEVICES: readonly Device[] = [
  { name: "desktop", open: (stage) => stage.desktop(), draw: drawStrokeMouse },
  { name: "phone", open: (stage) => stage.phone(), draw: drawStrokeTouch },
];

async function openAccount(page: Page): Promise<void> {
  await page.goto("/account");
  await page.getByRole("heading", { name: "Account", exact: true }).waitFor();
}

export async function accountJourney(stage: Stage, device: Device): Promise<void> {
  const { context, page } = await device.open(stage);
  const email = `${device.name}-${Date.now()}@example.com`;
  await openNewSketch(page, stage.stack.url);
  await setPrompt(page, "a boat on a lake");
  await device.draw(page, STROKE);
  await waitForPictureAfter(page, 0);
  const sketchId = await waitForSketchId(page);

  await page.getByRole("button", { name: "Menu", exact: true }).click();
  await page.getByRole("link", { name: "Account" }).click();
  await page.getByRole("heading", { name: "You draw without an account" }).waitFor();
  await stage.shoot(page, `account-visitor-${device.name}`);
  await signInByLink(page, email);
  await page.goto("/sketches");
  await page.locator(`[data-sketch="${sketchId}"]`).waitFor();
  await openAccount(page);
  await page.getByText(email).first().waitFor();
  await page.getByText(/picture.* in 1 sketch/).waitFor();
  await stage.shoot(page, `account-${device.name}`);
  expect(await problemsFor(page)).toEqual([]);

  const second = await device.open(stage);
  await second.page.goto("/sign-in");
  await signInByLink(second.page, email);
  await second.page.goto("/sketches");
  await second.page.locator(`[data-sketch="${sketchId}"]`).waitFor();
  expect((await whoIs(second.page, stage.stack.api))?.email).toBe(email);

  await page.reload();
  await page
    .getByRole("region", { name: "Where you are signed in" })
    .getByRole("button", { name: /^Sign out Chrom/ })
    .click();
  await expect.poll(async () => await whoIs(second.page, stage.stack.api)).toBe(null);
  await second.page.goto("/sketches");
  await second.page.getByText("Nothing here yet").waitFor();
  await second.context.close();

  await page.getByRole("button", { name: "Delete my account" }).click();
  const sheet = page.getByRole("dialog", { name: "Delete everything?" });
  expect(await sheet.getByRole("button", { name: "Delete for good" }).isDisabled()).toBe(true);
  await sheet.getByRole("textbox").fill(email);
  await stage.shoot(page, `account-delete-${device.name}`);
  expect(await problemsFor(page)).toEqual([]);
  await sheet.getByRole("button", { name: "Delete for good" }).click();
  await page.getByRole("heading", { name: "All of it is gone" }).waitFor();
  expect(await whoIs(page, stage.stack.api)).toBe(null);
  await page.goto(`/s/${sketchId}`);
  await page.locator(".sketch-screen").waitFor({ state: "detached" });
  await page.goto("/sketches");
  await page.getByText("Nothing here yet").waitFor();
  expect(await cards(page)).toEqual([]);
  expect(await page.evaluate(() => localStorage.getItem("llamasketch.library") ?? "[]")).not.toContain(
    sketchId,
  );
  await page.goto("/sign-in");
  await signInByLink(page, email);
  await page.goto("/sketches");
  await page.getByText("Nothing here yet").waitFor();
  await context.close();
}
