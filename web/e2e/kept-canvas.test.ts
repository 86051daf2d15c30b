import { readHeader } from "@llamasketch/contract";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canvasAt, findMark } from "../src/drawing/canvas-at.ts";
import type { Operation } from "../src/drawing/operation.ts";
import { decodeOperations } from "../src/drawing/parse-operation.ts";
import { addHarness } from "./harness.ts";
import { twoColours } from "./images.ts";
import type { Harness } from "./harness-entry.ts";
import {
  drawStrokeMouse,
  drawStrokePen,
  liftMouse,
  openNewSketch,
  openSketch,
  pressTool,
  waitForHolder,
  waitForSketchId,
  type PagePoint,
} from "./sketch-page.ts";
import { openStage, type Stage } from "./stage.ts";

const wave = (y: number, steps = 40): PagePoint[] =>
  Array.from({ length: steps + 1 }, (_, at) => ({
    x: 120 + at * 19,
    y: y + 60 * Math.sin(at / 4),
    force: 0.2 + 0.7 * Math.abs(Math.sin(at / 9)),
  }));

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

/** Every frame a page sends of a resting hand, from now on. */
function pauseFrames(page: Page): { version: number; epoch: number; widthPx: number; bytes: Buffer }[] {
  const frames: ReturnType<typeof pauseFrames> = [];
  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => {
      if (typeof payload === "string") return;
      const header = readHeader(payload);
      if (header?.kind !== "frame" || !header.pause) return;
      const { version, epoch, widthPx } = header;
      frames.push({ version, epoch, widthPx, bytes: payload.subarray(32) });
    });
  });
  return frames;
}

async function storedLog(page: Page, sketchId: string): Promise<Operation[]> {
  const bytes = await page.evaluate(async (id) => {
    const response = await fetch(`/api/sketches/${id}/strokes`, { cache: "no-store" });
    return [...new Uint8Array(await response.arrayBuffer())];
  }, sketchId);
  return decodeOperations(new Uint8Array(bytes));
}

/** Base64 of what the browser paints of `operations`. */
const painted = (page: Page, operations: Operation[], sidePx: number): Promise<string> =>
  page.evaluate(
    async ([operations, sidePx]) => {
      const { drawing } = window as unknown as { drawing: Harness };
      const bytes = (await drawing.renderCanvas(operations, sidePx)) ?? new Uint8Array();
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    },
    [operations, sidePx] as const,
  );

const rested = (page: Page): Promise<void> => page.waitForTimeout(1200);

describe("a kept picture's canvas", () => {
  it("[LP20] is had back from the log alone, byte for byte: after undo, erasing, filling, importing, and with the pen still down", async () => {
    const { context, page } = await stage.desktop();
    const frames = pauseFrames(page);
    await openNewSketch(page, stage.stack.url);
    const image = await twoColours(page, { width: 700, height: 300, type: "image/png" });
    await drawStrokeMouse(page, wave(200));
    const id = await waitForSketchId(page);
    await waitForHolder(page, "you");
    await rested(page);
    await drawStrokePen(page, wave(400));
    await drawStrokeMouse(page, wave(500));
    await rested(page);
    await pressTool(page, "Undo");
    await rested(page);
    await pressTool(page, "Eraser");
    await drawStrokeMouse(page, wave(300, 20), { keepDown: true });
    await rested(page);
    await liftMouse(page);
    await page.getByTestId("canvas-frame").evaluate((frame, base64) => {
      const transfer = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], "a.png", { type: "image/png" }));
      frame.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true }));
    }, image.toString("base64"));
    await page.getByTestId("place").click();
    await page.keyboard.press("f");
    await drawStrokeMouse(page, [{ x: 500, y: 900 }]);
    await pressTool(page, "Layers");
    await page.getByLabel("Opacity of Ink", { exact: true }).fill("0.6");
    await page.keyboard.press("Escape");
    await rested(page);
    await pressTool(page, "Brush");
    await drawStrokePen(page, wave(800), { tiltX: 70 });
    await drawStrokeMouse(page, wave(800, 30), { keepDown: true });
    await rested(page);
    await page.mouse.move(700, 300, { steps: 10 });
    await liftMouse(page);
    await rested(page);
    await rested(page);

    const log = await storedLog(page, id);
    expect(frames.length).toBeGreaterThanOrEqual(6);
    expect(new Set(frames.map(({ version }) => version)).size).toBeGreaterThanOrEqual(6);
    await addHarness(page);
    for (const frame of frames) {
      const mark = findMark(log, frame.epoch, frame.version);
      if (!mark) throw new Error(`no mark of version ${frame.version}`);
      const operations = canvasAt(log, mark);
      expect(operations).not.toBeNull();
      expect(await painted(page, operations ?? [], frame.widthPx)).toBe(frame.bytes.toString("base64"));
    }
    const withGrowing = log.filter((each) => each.op === "mark" && each.growing);
    expect(withGrowing.length).toBeGreaterThanOrEqual(2);

    // On another page, as another visit has it, nothing differs either.
    const later = await context.newPage();
    await openSketch(later, stage.stack.url, id);
    await addHarness(later);
    const last = frames.at(-1);
    expect(await painted(later, log, last?.widthPx ?? 0)).toBe(last?.bytes.toString("base64"));
    await context.close();
  }, 60_000);

  it("is had back incrementally too, in any order", async () => {
    const { context, page } = await stage.desktop();
    await page.goto(stage.stack.url);
    await addHarness(page);
    const same = await page.evaluate(async () => {
      const { drawing } = window as unknown as { drawing: Harness };
      const operations = Array.from({ length: 150 }, (_, at) => ({
        op: "stroke" as const,
        id: `s${at}`,
        tool: at % 5 === 4 ? ("eraser" as const) : ("brush" as const),
        colour: at % 2 ? "#dc2626" : "#2563eb",
        size: 6 + (at % 7) * 4,
        points: Array.from(
          { length: 12 },
          (_, n) => [(at * 67 + n * 31) % 1024, (at * 131 + n * n * 7) % 1024, n * 8, null] as const,
        ),
      }));
      const undos = (count: number) =>
        Array.from({ length: count }, (_, at) => ({ op: "undo" as const, id: `u${count}-${at}` }));
      const renderer = new drawing.CanvasRenderer();
      renderer.load([]);
      const results: boolean[] = [];
      let log: Parameters<typeof drawing.renderCanvas>[0][number][] = [];
      const add = (...more: typeof log): void => {
        log = [...log, ...more];
        for (const each of more) renderer.add(each);
      };
      const check = async (): Promise<void> => {
        const live = await renderer.encode(512, 0.85);
        const fresh = await drawing.renderCanvas(log, 512, 0.85);
        results.push(String(live?.bytes) === String(fresh) && (fresh?.length ?? 0) > 1000);
      };
      add(...operations.slice(0, 100));
      await check();
      add(...undos(37));
      await check();
      add(...operations.slice(100));
      await check();
      add(...undos(90));
      await check();
      return results;
    });
    expect(same).toEqual([true, true, true, true]);
    await context.close();
  }, 60_000);
});
