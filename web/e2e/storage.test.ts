/** Who has used all of their storage: told on the sketch page and the account page what is so and what to do; room is made, and it goes on. */
import { randomBytes } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { drawStrokeMouse, openNewSketch, openSketch, shownPicture, waitForSketchId } from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

/** The largest that may be brought, then smaller ones, until not even a few hundred bytes are left. */
const SIDES_PX = [1150, 300, 80, 20, 8];
let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ vars: { LIMITS: "off" } });
}, 120_000);
afterAll(() => stage?.close());

/** As large as a picture may be that is brought: nothing in it can be packed. */
function noisePng(sidePx: number): Buffer<ArrayBuffer> {
  const part = (name: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(sidePx, 0);
  head.writeUInt32BE(sidePx, 4);
  head.set([8, 2], 8);
  const rows = randomBytes(sidePx * (1 + 3 * sidePx));
  for (let y = 0; y < sidePx; y++) rows[y * (1 + 3 * sidePx)] = 0;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  const end = part("IEND", Buffer.alloc(0));
  return Buffer.concat([signature, part("IHDR", head), part("IDAT", deflateSync(rows, { level: 0 })), end]);
}

/** Brings pictures into a sketch of this browser until no more are taken; their ids. */
async function fill(page: Page, sketchId: string): Promise<string[]> {
  const ids: string[] = [];
  const settings = { prompt: "noise", strength: 0.5, seed: 1 };
  const shape = { kind: "live", variation: null, quality: "full", format: "png", settings, pinned: false };
  for (const sidePx of SIDES_PX) {
    const image = noisePng(sidePx);
    const size = { widthPx: sidePx, heightPx: sidePx };
    for (let isTaken = true; isTaken;) {
      const about = { ...shape, ...size, version: ids.length, createdAt: "2026-01-01T00:00:00Z" };
      const answer = await page.request.put(`${stage.stack.url}/api/sketches/${sketchId}/pictures`, {
        multipart: {
          about: JSON.stringify(about),
          image: { name: "p.png", mimeType: "image/png", buffer: image },
        },
      });
      isTaken = answer.status() === 200;
      const said = (await answer.json()) as { id: string; error?: { code: string } };
      if (isTaken) ids.push(said.id);
      else expect(said.error?.code).toBe("storage_full");
    }
  }
  return ids;
}

const stroke = (at: number) =>
  Array.from({ length: 16 }, (_, step) => ({ x: 120 + step * 48, y: 160 + ((at * 131) % 640) }));

it("[LP45 LP51] full storage is told where it shows, nothing is charged, and it goes on once there is room", async () => {
  const { context, page } = await stage.screen(1280, 900);
  const { url } = stage.stack;
  await openNewSketch(page, url);
  await drawStrokeMouse(page, stroke(0));
  await shownPicture(page);
  const sketchId = await waitForSketchId(page);
  await page.goto(`${url}/account`);
  await page.getByText("stored: drawings").waitFor();
  await stage.shoot(page, "storage-account-room-1280");
  const made = await page.request.post(`${url}/api/sketches`, { data: {} });
  const [first = ""] = await fill(page, ((await made.json()) as { id: string }).id);
  for (const [width, height] of [
    [1280, 900],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.goto(`${url}/account`);
    const warning = page.getByText("All of your storage is used");
    await warning.scrollIntoViewIfNeeded();
    await stage.shoot(page, `storage-account-${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await openSketch(page, url, sketchId);
  const prompt = page.locator('[data-testid="limit-prompt"]');
  for (let at = 1; !(await prompt.isVisible()); at++) {
    expect(at).toBeLessThan(60);
    await drawStrokeMouse(page, stroke(at));
    await page.waitForTimeout(900);
  }
  expect(await prompt.getAttribute("data-reason")).toBe("storage_full");
  await stage.shoot(page, "storage-sketch-1280");
  await page.setViewportSize({ width: 390, height: 844 });
  await stage.shoot(page, "storage-sketch-390");
  await page.setViewportSize({ width: 1280, height: 900 });
  expect((await page.request.delete(`${url}/api/pictures/${first}`)).status()).toBe(204);
  await page.getByRole("button", { name: "Look again" }).click();
  await prompt.waitFor({ state: "detached" });
  const before = (await shownPicture(page)).shown;
  await drawStrokeMouse(page, stroke(99));
  await expect
    .poll(async () => (await shownPicture(page)).shown, { timeout: 15_000 })
    .toBeGreaterThan(before);
  await context.close();
}, 300_000);
