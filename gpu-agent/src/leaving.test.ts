/** How the agent goes: signals, exit codes, and what becomes of the frame in hand. */
import { createEasel, type Easel } from "@llamasketch/easel";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startAgent, type AgentProcess } from "./testing/agent-process.ts";
import { FakePlatform } from "./testing/fake-platform.ts";
import { until } from "./testing/until.ts";

let easel: Easel;
let platform: FakePlatform;
let agent: AgentProcess | null = null;

beforeEach(async () => {
  easel = await createEasel({ port: 0 });
  platform = await FakePlatform.open();
});

afterEach(async () => {
  agent?.child.kill("SIGKILL");
  agent = null;
  await platform.close();
  await easel.close();
});

const start = (...more: string[]): AgentProcess => {
  const args = ["--url", platform.url, "--credential", platform.credential, "--comfy", easel.url];
  return (agent = startAgent([...args, ...more]));
};

describe("a first signal", () => {
  it("takes no new work, ends the frame in hand, hands sketches over with 4006 and ends with 0", async () => {
    const { child, ended } = start("--workflow", "model-free");
    const session = await platform.place("s1");
    await session.picture(session.frame());
    // About a second for this one.
    easel.faults.set("slow", "80");
    const inHand = session.frame();
    await new Promise((resolve) => setTimeout(resolve, 150));
    const sentAtMs = Date.now();
    child.kill("SIGTERM");
    await until("an ill beat", () =>
      platform.beats.some((beat) => !beat.healthy && beat.trouble === "leaving"),
    );
    const late = session.frame();
    expect(await ended).toBe(0);
    expect(Date.now() - sentAtMs).toBeLessThan(4000);
    expect(session.pictures.some(({ header }) => header.seq === inHand)).toBe(true);
    expect(session.pictures.some(({ header }) => header.seq === late)).toBe(false);
    expect(session.closes).toEqual([4006]);
    expect(platform.heard).toContainEqual({ type: "gone", session: "s1", placement: 1 });
  });

  it("does not wait for a frame longer than about two seconds, and stops it", async () => {
    const { child, ended } = start("--workflow", "model-free");
    const session = await platform.place("s1");
    easel.faults.set("slow", "2000");
    session.frame();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const sentAtMs = Date.now();
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(Date.now() - sentAtMs).toBeGreaterThan(1900);
    expect(Date.now() - sentAtMs).toBeLessThan(4500);
    const { exec_info } = (await (await fetch(`${easel.url}/prompt`)).json()) as {
      exec_info: { queue_remaining: number };
    };
    expect(exec_info.queue_remaining).toBe(0);
  }, 15_000);

  it("also ends an agent that still waits for its ComfyUI", async () => {
    const { child, ended, output } = startAgent([
      "--url",
      platform.url,
      "--credential",
      platform.credential,
      "--comfy",
      "http://127.0.0.1:9",
    ]);
    await until("waiting", () => output().includes("waiting for ComfyUI"));
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  }, 15_000);
});

describe("a second signal", () => {
  it("ends it at once", async () => {
    const { child, ended } = start("--workflow", "model-free");
    const session = await platform.place("s1");
    easel.faults.set("hang");
    session.frame();
    await new Promise((resolve) => setTimeout(resolve, 150));
    child.kill("SIGTERM");
    await new Promise((resolve) => setTimeout(resolve, 200));
    const sentAtMs = Date.now();
    child.kill("SIGTERM");
    expect(await ended).toBe(130);
    expect(Date.now() - sentAtMs).toBeLessThan(500);
  });
});

describe("a device fault", () => {
  it("ends the agent with 3 and says why, without anybody's words", async () => {
    platform.settings.prompt = "canary-7f3a sings at dusk";
    const { ended, output } = start();
    const session = await platform.place("s1");
    easel.faults.set("cuda");
    session.frame();
    expect(await ended).toBe(3);
    expect(output()).toContain("the device failed");
    expect(output()).not.toMatch(/canary|7f3a|sings|dusk/);
    expect(session.closes).toEqual([4006]);
  });

  it("that is there from the start ends it with 3 too", async () => {
    easel.faults.set("cuda");
    const { ended, output } = start();
    expect(await ended).toBe(3);
    expect(output()).toContain("this host cannot draw");
  });
});
