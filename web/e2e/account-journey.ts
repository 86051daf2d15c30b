/** A person's way through: without an account, with one, on a second device, and out again. */
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { Visitor } from "@llamasketch/testing/visitor";
import { expect } from "vitest";
import { problemsFor } from "./everyone.ts";
import { cards } from "./library-page.ts";
import { signInByLink, whoIs } from "./people.ts";
import {
  drawStrokeMouse,
  drawStrokeTouch,
  openNewSketch,
  openSketch,
  setPrompt,
  statusState,
  waitForPictureAfter,
  waitForSketchId,
} from "./sketch-page.ts";
import type { Stage } from "./stage.ts";

const STROKE = Array.from({ length: 24 }, (_, at) => ({ x: 200 + at * 26, y: 480 + 160 * Math.sin(at / 4) }));

interface Device {
  name: string;
  /** `address`: where it comes from, as the platform would say. */
  open(stage: Stage, address?: string): Promise<{ context: BrowserContext; page: Page }>;
  draw: typeof drawStrokeMouse;
}
const from = (address: string | undefined): BrowserContextOptions =>
  address === undefined ? {} : { extraHTTPHeaders: { "cf-connecting-ip": address } };

/** A day's free credits are an address': each attempt comes from another of those kept for examples. */
const newAddress = (): string => `198.51.100.${1 + Math.floor(Math.random() * 254)}`;

export const DEVICES: readonly Device[] = [
  { name: "desktop", open: (stage, address) => stage.desktop(from(address)), draw: drawStrokeMouse },
  { name: "phone", open: (stage, address) => stage.phone(from(address)), draw: drawStrokeTouch },
];

async function openAccount(page: Page): Promise<void> {
  await page.goto("/account");
  await page.getByRole("heading", { name: "Account", exact: true }).waitFor();
}

const GIVEN_CREDITS = 3;
const LIMIT_WITHIN_MS = 120_000;
/** The painter of a stack that has just begun is cold. */
const FIRST_WITHIN_MS = 40_000;
const PAID_WITHIN_MS = 90_000;
const SETTLED_WITHIN_MS = 45_000;

/** Strokes, until the day's one free credit is drawn. */
async function drawToTheLimit(page: Page, device: Device): Promise<void> {
  const untilMs = Date.now() + LIMIT_WITHIN_MS;
  while ((await statusState(page)) !== "paused") {
    if (Date.now() > untilMs) throw new Error("the limit was never hit");
    await device.draw(page, STROKE);
    await page.waitForTimeout(700);
  }
}

/** As a payment does: into the books of a visitor. */
async function giveCredits(stage: Stage, admin: string, userId: string): Promise<void> {
  const staff = new Visitor(stage.stack.api);
  await staff.signInByLink(admin);
  await staff.post(`/api/admin/users/${userId}/credits`, {
    units: GIVEN_CREDITS,
    ticket: `journey-${userId}`,
    reason: "bought elsewhere",
  });
}

/** Paid from now on: a picture comes again. */
async function drawOn(page: Page, device: Device, sketchId: string): Promise<void> {
  await openSketch(page, new URL(page.url()).origin, sketchId);
  await device.draw(page, STROKE);
  // The ledger is asked anew within seconds of somebody else's coming.
  await waitForPictureAfter(page, 0, PAID_WITHIN_MS);
}

/** What is held for a window that ended is free again a little later. */
async function expectBalance(page: Page, units: number): Promise<void> {
  const untilMs = Date.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const own = await page.getByTestId("balance").getAttribute("data-own");
    if (own === String(units)) return;
    if (Date.now() > untilMs) throw new Error(`${own} instead of ${units}`);
    await page.waitForTimeout(2000);
    await page.reload();
    await page.getByTestId("balance").waitFor();
  }
}

interface JourneyOptions {
  /** The stage gives one free credit a day to an address, and knows this admin. */
  limit?: { admin: string };
}

export async function accountJourney(
  stage: Stage,
  device: Device,
  { limit }: JourneyOptions = {},
): Promise<void> {
  const { context, page } = await device.open(stage, limit && newAddress());
  const email = `${device.name}-${Date.now()}@example.com`;
  await openNewSketch(page, stage.stack.url);
  await setPrompt(page, "a boat on a lake");
  await device.draw(page, STROKE);
  await waitForPictureAfter(page, 0, FIRST_WITHIN_MS);
  const sketchId = await waitForSketchId(page);
  if (limit) {
    await drawToTheLimit(page, device);
    await stage.shoot(page, `account-limit-${device.name}`);
    await giveCredits(stage, limit.admin, (await whoIs(page))?.id ?? "");
  }

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
  if (limit) {
    await expectBalance(page, GIVEN_CREDITS);
    await page.getByText("With 0 of today's 1 free ones").waitFor();
    await drawOn(page, device, sketchId);
    await openAccount(page);
    await expectBalance(page, GIVEN_CREDITS - 1);
  }
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
