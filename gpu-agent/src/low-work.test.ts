/** Variations on a real ComfyUI socket: what they are drawn with, how they step aside. */
import { afterEach, describe, expect, it } from "vitest";
import { variationSeed } from "@llamasketch/contract";
import { openHost, type Host } from "./testing/host.ts";
import type { FakeSession } from "./testing/fake-platform.ts";
import { until } from "./testing/until.ts";

let host: Host | null = null;
/** A painter of four steps, `paintMs` a picture. */
const open = async (paintMs = 0): Promise<Host> =>
  (host = await openHost({
    easel: { paintDelayMs: paintMs },
    producer: { workflow: "auto", frameDeadlineMs: 20_000 },
  }));

afterEach(async () => {
  await host?.close();
  host = null;
});

const vary = (session: FakeSession): number => session.frame({ header: { quality: "full", variation: 1 } });

describe("variations", () => {
  it("[LP36] what it can it says when it attaches", async () => {
    const { session } = await open();
    expect(session.messages.find(({ type }) => type === "attach")).toMatchObject({
      can: ["variations"],
    });
  });

  it("[LP36] a workflow without a model has no variations to offer", async () => {
    host = await openHost();
    expect(host.session.messages.find(({ type }) => type === "attach")).toMatchObject({ can: [] });
  });

  it("[LP37] each is drawn with the seed its number gives, and comes back with its number", async () => {
    const { session, tap, platform } = await open();
    for (const variation of [undefined, 1, 2, 3, 4]) {
      const seq = session.frame({ header: { quality: "full", ...(variation && { variation }) } });
      expect((await session.picture(seq)).header.variation).toBe(variation);
      const seeds = JSON.stringify(tap.prompts().at(-1)).match(/seed"?\\?":(\d+)/g);
      expect(seeds?.at(-1)).toContain(String(variationSeed(platform.settings.seed, variation ?? 0)));
    }
    const bytes = session.pictures.map((picture) => Buffer.from(picture.bytes).toString("base64"));
    expect(new Set(bytes).size).toBe(5);
  });
});

describe("stepping aside", () => {
  const STEP_MS = 300;

  it("[LP40] a variation is stopped between steps for another's ink, and then made from the beginning", async () => {
    const { session, platform, logs, agent, tap } = await open(4 * STEP_MS);
    const other = await platform.place("s2");
    const before = tap.prompts().length;
    const seq = vary(session);
    await until("its prompt", () => tap.prompts().length > before);
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    const askedAtMs = performance.now();
    await other.picture(other.frame());
    // Its own four steps, and at most one of the variation's.
    expect(performance.now() - askedAtMs).toBeLessThan(4 * STEP_MS + 2 * STEP_MS);
    expect(session.pictures).toEqual([]);
    await session.picture(seq);
    expect(tap.prompts().length - before).toBe(3);
    expect(agent.healthy).toBe(true);
    expect(logs.filter((line) => line.includes("failed"))).toEqual([]);
  }, 15_000);

  it("[LP40] a variation is stopped for good when its own hand moves", async () => {
    const { session } = await open(4 * STEP_MS);
    const seq = session.frame({ header: { quality: "full", variation: 1 } });
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    session.say({ type: "ready", refine: false });
    expect(await session.dropped(seq)).toMatchObject({ reason: "superseded" });
    await session.picture(session.frame());
  }, 15_000);

  it("[LP42] one in its last step is finished", async () => {
    const { session } = await open(4 * STEP_MS);
    const seq = vary(session);
    await new Promise((resolve) => setTimeout(resolve, 3.5 * STEP_MS));
    session.say({ type: "ready", refine: false });
    await session.picture(seq);
    expect(session.messages.some(({ type }) => type === "dropped")).toBe(false);
  }, 15_000);

  it("[LP42] one whose canvas is still on its way into ComfyUI is not begun", async () => {
    const { session, tap } = await open(4 * STEP_MS);
    const before = tap.prompts().length;
    const seq = session.frame({ header: { quality: "full", variation: 1 } });
    session.say({ type: "ready", refine: false });
    await session.dropped(seq);
    await session.picture(session.frame());
    expect(tap.prompts().length - before).toBeLessThanOrEqual(2);
  }, 15_000);
});

describe("links", () => {
  it("[LP34] the end of a replaced link takes nothing from the new one", async () => {
    const { session, platform } = await open();
    await session.picture(session.frame());
    const again = await platform.place("s1");
    await until("the old connection's end", () => again.closes.length > 0);
    await again.picture(again.frame());
  });
});
