/** Canvases that pass the quick look and cannot be decoded: whose fault that is, and who is moved by it. */
import { ComfyExecutionError, ComfyHttpError } from "@llamasketch/comfyui";
import { AGENT_ABILITIES } from "@llamasketch/contract";
import { afterEach, describe, expect, it } from "vitest";
import { isUnreadable } from "./comfy-failure.ts";
import { openHost, type Host } from "./testing/host.ts";
import { until } from "./testing/until.ts";
import type { FakeSession } from "./testing/fake-platform.ts";

let host: Host | null = null;
afterEach(async () => {
  await host?.close();
  host = null;
});

/** Says that it is a PNG of 64 px a side, ends like one, and holds nothing. */
function hollow(): Uint8Array {
  const bytes = Buffer.alloc(45);
  bytes.write("89504e470d0a1a0a", "hex");
  bytes.writeUInt32BE(13, 8);
  bytes.write("IHDR", 12, "latin1");
  bytes.writeUInt32BE(64, 16);
  bytes.writeUInt32BE(64, 20);
  bytes.write("IEND", 37, "latin1");
  return bytes;
}

const canAll = (session: FakeSession): void => session.say({ type: "attached", can: [...AGENT_ABILITIES] });

describe.each([true, false])("with the node pack: %s", (nodePack) => {
  it("[LP50] twenty of them from two sketches move nobody: they are told, and the third sketch draws on", async () => {
    host = await openHost({ easel: { nodePack } });
    const { session, platform, agent } = host;
    const bad = [await platform.place("s2"), await platform.place("s3")];
    for (const one of bad) canAll(one);
    for (let round = 0; round < 10; round++) {
      for (const one of bad)
        expect(await one.dropped(one.frame({ bytes: hollow() }))).toMatchObject({ reason: "unreadable" });
      await session.picture(session.frame());
    }
    expect(agent.healthy).toBe(true);
    expect(session.closes).toEqual([]);
  });
});

it("[LP50] from one sketch alone, with nothing drawn between, move nobody either", async () => {
  host = await openHost();
  const { session, agent } = host;
  canAll(session);
  for (let n = 0; n < 8; n++) await session.dropped(session.frame({ bytes: hollow() }));
  expect(agent.healthy).toBe(true);
  await session.picture(session.frame());
  expect(session.closes).toEqual([]);
});

it("[LP50] from five sketches of one person: the host draws a sheet of its own, and nobody is moved", async () => {
  host = await openHost();
  const { session, platform, agent } = host;
  const bad = await Promise.all(["b1", "b2", "b3", "b4", "b5"].map((name) => platform.place(name)));
  for (const one of bad) canAll(one);
  for (let round = 0; round < 3; round++)
    for (const one of bad) await one.dropped(one.frame({ bytes: hollow() }));
  expect(agent.healthy).toBe(true);
  await session.picture(session.frame());
  expect([session, ...bad].flatMap(({ closes }) => closes)).toEqual([]);
});

it("[LP50] a session that never heard of it is told that the frame failed", async () => {
  host = await openHost();
  const { session } = host;
  expect(await session.dropped(session.frame({ bytes: hollow() }))).toMatchObject({ reason: "failed" });
});

it("frames of one sketch that fail for another reason move nobody, while the host draws a sheet of its own", async () => {
  host = await openHost();
  const { session, easel, agent } = host;
  for (let n = 0; n < 5; n++) {
    easel.faults.set("garbage-frame", null, 1);
    expect(await session.dropped(session.frame())).toMatchObject({ reason: "failed" });
  }
  expect(agent.healthy).toBe(true);
  expect(session.closes).toEqual([]);
});

it("frames of three different sketches that fail in a row are a state of the host", async () => {
  host = await openHost();
  const { session, platform, easel, agent } = host;
  const all = [session, await platform.place("s2"), await platform.place("s3")];
  easel.faults.set("garbage-frame");
  for (const one of all) await one.dropped(one.frame());
  await until("the handover", () => all.every(({ closes }) => closes.length > 0));
  expect(agent.status().trouble).toContain("3 sketches");
  easel.faults.clearAll();
  await until("health", () => agent.healthy);
});

describe("what fails where the canvas is read", () => {
  const failed = (nodeType: string, exceptionType: string, exceptionMessage = "x") =>
    new ComfyExecutionError({ promptId: "p", nodeId: "n", nodeType, exceptionType, exceptionMessage });

  it.each([
    ["LoadImage", "PIL.UnidentifiedImageError"],
    ["LlamaSketchLoadFrame", "PIL.UnidentifiedImageError"],
    ["LoadImage", "OSError", "image file is truncated (3 bytes not processed)"],
    ["LoadImage", "OSError", "broken data stream when reading image file"],
    ["LoadImage", "SyntaxError", "broken PNG file"],
    ["LoadImage", "zlib.error"],
    ["LlamaSketchLoadFrame", "ValueError", "more pixels than this node takes"],
  ])("%s, %s is the canvas", (node, type, message?: string) =>
    expect(isUnreadable(failed(node, type, message))).toBe(true),
  );

  it.each([
    ["LoadImage", "OSError", "[Errno 5] Input/output error: 'input/x.png'"],
    ["LoadImage", "FileNotFoundError"],
    ["LlamaSketchLoadFrame", "FileNotFoundError"],
    ["LoadImage", "MemoryError"],
    ["LoadImage", "torch.OutOfMemoryError"],
    ["LoadImage", "ModuleNotFoundError"],
    ["LoadImage", "RuntimeError", "CUDA error: an illegal memory access was encountered"],
    ["KSampler", "PIL.UnidentifiedImageError"],
  ])("%s, %s: %s is the host", (node, type, message?: string) =>
    expect(isUnreadable(failed(node, type, message))).toBe(false),
  );

  it("a frame that the node pack does not take for a picture is the canvas, a full disk is the host", () => {
    expect(isUnreadable(new ComfyHttpError(415, "/llamasketch/frame/live-s1", ""))).toBe(true);
    expect(isUnreadable(new ComfyHttpError(500, "/upload/image", ""))).toBe(false);
  });
});
