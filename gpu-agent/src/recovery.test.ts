/** What becomes of frames, sketches and the host when its ComfyUI misbehaves. */
import { createEasel } from "@llamasketch/easel";
import { afterEach, describe, expect, it } from "vitest";
import { openHost, type Host } from "./testing/host.ts";
import { until } from "./testing/until.ts";

let host: Host | null = null;
const open = async (...options: Parameters<typeof openHost>): Promise<Host> =>
  (host = await openHost(...options));

afterEach(async () => {
  await host?.close();
  host = null;
});

describe("a frame that fails", () => {
  it.each(["truncated-frame", "garbage-frame"] as const)(
    "with %s is dropped, and the next one is drawn",
    async (fault) => {
      const { session, easel, agent } = await open();
      easel.faults.set(fault);
      expect(await session.dropped(session.frame())).toMatchObject({ reason: "failed" });
      easel.faults.clearAll();
      await session.picture(session.frame());
      expect(agent.healthy).toBe(true);
      expect(session.closes).toEqual([]);
    },
  );

  it("because the socket dropped costs that frame only; the sketch stays", async () => {
    const { session, easel } = await open();
    easel.faults.set("lost-socket", null, 1);
    expect(await session.dropped(session.frame())).toMatchObject({ reason: "failed" });
    await session.picture(session.frame());
    expect(session.closes).toEqual([]);
  });

  it("because the canvas is no picture does not harm the host", async () => {
    const { session, agent } = await open();
    expect(
      await session.dropped(session.frame({ bytes: Buffer.from("no picture at all, but long enough") })),
    ).toMatchObject({ reason: "failed" });
    await session.picture(session.frame());
    expect(agent.healthy).toBe(true);
  });
});

describe("a host that fails", () => {
  it("by a full disk, without the node pack, hands its sketches over and comes back when there is room", async () => {
    const { session, easel, agent, platform } = await open({ easel: { nodePack: false } });
    easel.faults.set("full-disk");
    for (let i = 0; i < 3; i++) await session.dropped(session.frame());
    await until("the handover", () => session.closes.length > 0);
    expect(session.closes).toEqual([4006]);
    expect(agent.status().trouble).toContain("frames in a row failed");
    easel.faults.clearAll();
    await until("health", () => agent.healthy);
    const again = await platform.place("s1");
    await again.picture(again.frame());
  });

  it("by a full disk is not noticed with the node pack: nothing is written", async () => {
    const { session, easel } = await open();
    easel.faults.set("full-disk");
    for (let i = 0; i < 3; i++) await session.picture(session.frame());
  });

  it("by standing still while HTTP answers is left, not fed more prompts, and trusted again after a trial", async () => {
    const { session, easel, agent, platform, tap } = await open({ producer: { frameDeadlineMs: 500 } });
    easel.faults.set("hang");
    session.frame();
    await until("the handover", () => session.closes.length > 0);
    expect(session.closes).toEqual([4006]);
    expect(agent.status().trouble).toContain("stands still");
    const asked = tap.prompts().length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(tap.prompts().length).toBe(asked);
    easel.faults.clearAll();
    await until("health", () => agent.healthy);
    const again = await platform.place("s1");
    await again.picture(again.frame());
  });

  it("by crashing hands its sketches over, and is tried when it is started again", async () => {
    const { session, easel, agent, platform } = await open();
    const { port } = easel;
    easel.faults.set("crash");
    const seq = session.frame();
    await until("the handover", () => session.closes.length > 0);
    expect(session.pictures.some(({ header }) => header.seq === seq)).toBe(false);
    expect(session.closes).toEqual([4006]);
    expect(platform.heard).toContainEqual({ type: "gone", session: "s1", placement: 1 });
    await easel.close();
    const second = await createEasel({ port });
    try {
      await until("health", () => agent.healthy);
      const again = await platform.place("s1");
      await again.picture(again.frame());
    } finally {
      await second.close();
    }
  });

  it("by a black hole, sockets open and nothing answered, is let go", async () => {
    const { session, tap, agent } = await open();
    tap.isDeaf = true;
    await until("the handover", () => session.closes.length > 0);
    expect(agent.healthy).toBe(false);
    tap.isDeaf = false;
    await until("health", () => agent.healthy);
  });

  it("by being slow keeps its sketches", async () => {
    const { session, easel, agent } = await open({ producer: { frameDeadlineMs: 8000 } });
    easel.faults.set("slow", "30");
    await session.picture(session.frame());
    await session.picture(session.frame());
    expect(agent.healthy).toBe(true);
    expect(session.closes).toEqual([]);
  });

  it("to load its model makes no session wait for it: it is never taken for healthy", async () => {
    const { agent, easel, session } = await open({ producer: { workflow: "auto" } });
    easel.faults.set("lying-model");
    await fetch(`${easel.url}/free`, {
      method: "POST",
      body: JSON.stringify({ unload_models: true, free_memory: true }),
    });
    for (let i = 0; i < 3; i++) await session.dropped(session.frame());
    await until("the handover", () => session.closes.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(agent.healthy).toBe(false);
    easel.faults.clearAll();
    await until("health", () => agent.healthy);
  });
});

describe("what the dispatcher is told", () => {
  it("is the generation, the memory, the node pack and the speed of the workflow", async () => {
    const { platform } = await open({ easel: { generation: "0.38.1" }, producer: { workflow: "auto" } });
    const [first] = platform.heard;
    expect(first).toMatchObject({
      type: "register",
      report: { generation: "0.38.1", nodePack: true, workflows: [{ id: "checkpoint-image-to-image" }] },
    });
    const report = first?.type === "register" ? first.report : undefined;
    expect(report?.workflows?.[0]?.frameMs).toBeGreaterThan(0);
    expect(report?.models?.length).toBeGreaterThan(0);
    expect(report?.vramTotalMb).toBeGreaterThan(0);
  });
});
