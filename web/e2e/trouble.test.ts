/** States of the sketch page when things stand badly, brought about for real, seen with the eyes of axe too. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { launchBrowser, type LaunchedBrowser } from "@llamasketch/testing";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root, startStack, type Stack } from "../../scripts/stack.ts";
import { problemsFor } from "./everyone.ts";
import { settled } from "./picture-view.ts";
import {
  drawStrokeMouse,
  drawStrokeTouch,
  openNewSketch,
  shownPicture,
  statusText,
  straight,
  waitForPictureAfter,
  waitForStatus,
} from "./sketch-page.ts";

const BAR = straight({ x: 200, y: 300 }, { x: 800, y: 420 });
const OTHER_BAR = straight({ x: 200, y: 700 }, { x: 800, y: 560 });
const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  serviceWorkers: "block",
} as const;

describe("when things stand badly", { timeout: 90_000 }, () => {
  const stateDir = join(root, ".tmp", `e2e-states-${process.pid}`);
  let stack: Stack;
  let launched: LaunchedBrowser;
  const shoot = (page: Page, name: string) =>
    page.screenshot({ path: join(root, ".tmp", "screenshots", `${name}.png`) });
  const open = async (colorScheme: "dark" | "light" = "dark"): Promise<Page> => {
    const viewport = { width: 1440, height: 900 };
    const context = await launched.browser.newContext({ viewport, colorScheme, serviceWorkers: "block" });
    return context.newPage();
  };
  beforeAll(async () => {
    // One painter with one seat: whoever comes second stands in line.
    stack = await startStack({ port: 0, stateDir, painter: true, capacity: 1, log: () => undefined });
    launched = await launchBrowser(join(root, ".tmp"));
  }, 120_000);
  afterAll(async () => {
    await launched?.close();
    await stack?.stop();
    rmSync(stateDir, { recursive: true, force: true });
  });

  it("a full house: the place in line is said, ink stays, and the turn comes when the first one leaves", async () => {
    const { browser } = launched;
    const first = await open();
    await openNewSketch(first, stack.url);
    await drawStrokeMouse(first, BAR, { stepMs: 4 });
    await waitForPictureAfter(first, 0);
    const phone = await browser.newContext(PHONE);
    const second = await phone.newPage();
    await openNewSketch(second, stack.url);
    await drawStrokeTouch(second, BAR, { stepMs: 4 });
    await waitForStatus(second, "busy");
    expect(await statusText(second)).toMatch(/busy: 1st in line/);
    await shoot(second, "phone-busy");
    expect(await problemsFor(second)).toEqual([]);
    await second.getByTestId("status-chip").tap();
    await second.getByText("Your place in line is kept while you draw.").waitFor();
    expect(await problemsFor(second)).toEqual([]);
    await second.keyboard.press("Escape");
    await first.context().close();
    await waitForPictureAfter(second, 0, 60_000);
    await waitForStatus(second, "live");
    await phone.close();
  });

  it("the Worker dies: reconnecting, drawing goes on, and the picture follows", async () => {
    const page = await open("light");
    await openNewSketch(page, stack.url);
    await drawStrokeMouse(page, BAR, { stepMs: 4 });
    await waitForPictureAfter(page, 0, 60_000);
    await settled(page);
    const { shown } = await shownPicture(page);
    const pid = stack.worker.pid;
    if (pid === null) throw new Error("The Worker does not run.");
    process.kill(-pid, "SIGKILL");
    await waitForStatus(page, "reconnecting");
    await drawStrokeMouse(page, OTHER_BAR, { stepMs: 4 });
    await shoot(page, "desktop-reconnecting");
    expect(await problemsFor(page)).toEqual([]);
    await waitForPictureAfter(page, shown, 60_000);
    await page.context().close();
  });

  it("a painter that fails: what is missing is said, nothing was charged, and it comes in the end", async () => {
    const page = await open("dark");
    await openNewSketch(page, stack.url);
    await drawStrokeMouse(page, BAR, { stepMs: 4 });
    await waitForPictureAfter(page, 0, 60_000);
    await settled(page);
    const { shown } = await shownPicture(page);
    const board = `${stack.easelUrl}/easel/faults`;
    await fetch(board, { method: "POST", body: JSON.stringify({ name: "hang" }) });
    await drawStrokeMouse(page, OTHER_BAR, { stepMs: 4 });
    // Whichever is sooner: the picture is late, or the painter is known to be gone.
    await Promise.race([
      page.getByRole("alert").filter({ hasText: "Nothing was charged" }).waitFor({ timeout: 30_000 }),
      waitForStatus(page, "placing", 30_000),
    ]);
    await shoot(page, "desktop-missing");
    expect(await problemsFor(page)).toEqual([]);
    await fetch(board, { method: "DELETE" }).catch(() => null);
    await waitForPictureAfter(page, shown, 60_000);
    await page.getByRole("alert").waitFor({ state: "hidden" });
    await page.context().close();
  });
});
