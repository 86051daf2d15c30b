/** The rules for driving a ComfyUI, each against easel through real sockets. */
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

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("ids", () => {
  it("every connection has a client id of its own, and every prompt names it", async () => {
    const { session, tap, easel } = await open();
    await session.picture(session.frame());
    easel.faults.set("lost-socket", null, 1);
    await session.dropped(session.frame());
    await session.picture(session.frame());
    expect(tap.clientIds.length).toBeGreaterThanOrEqual(2);
    expect(new Set(tap.clientIds).size).toBe(tap.clientIds.length);
    const prompts = tap.prompts();
    expect(prompts.at(-1)?.clientId).toBe(tap.clientIds.at(-1));
    expect(prompts.every(({ clientId }) => tap.clientIds.includes(clientId))).toBe(true);
  });

  it("prompt ids are the agent's own lower-case UUIDs, none used twice", async () => {
    const { session, tap } = await open();
    for (let i = 0; i < 5; i++) await session.picture(session.frame());
    const ids = tap.prompts().map(({ promptId }) => promptId);
    expect(ids.every((id) => UUID.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("a frame that is sent twice is drawn once", async () => {
    const { session, tap } = await open();
    const seq = session.frame();
    await session.picture(seq);
    const before = tap.prompts().length;
    session.frame({ seq });
    session.frame({ seq });
    await session.picture(session.frame({ seq: 77 }));
    expect(tap.prompts().length).toBe(before + 1);
    expect(session.pictures.filter(({ header }) => header.seq === seq)).toHaveLength(1);
  });
});

describe("one prompt ahead", () => {
  it("never leaves two of its prompts in ComfyUI, however many sketches send", async () => {
    const { session, platform, tap, easel } = await open();
    const others = [await platform.place("s2"), await platform.place("s3")];
    easel.faults.set("slow", "8");
    let most = 0;
    const watch = setInterval(() => {
      void fetch(`${easel.url}/prompt`).then(
        async (response) => {
          const { exec_info } = (await response.json()) as { exec_info: { queue_remaining: number } };
          most = Math.max(most, exec_info.queue_remaining);
        },
        () => undefined,
      );
    }, 5);
    const waits = [session, ...others].flatMap((one) => [one.picture(one.frame())]);
    await Promise.all(waits);
    clearInterval(watch);
    expect(most).toBe(1);
    expect(tap.prompts().length).toBeGreaterThanOrEqual(3);
  });
});

describe("cancelling", () => {
  it("names the prompt; an empty interrupt is never sent", async () => {
    const { session, tap, easel } = await open({ producer: { frameDeadlineMs: 400 } });
    easel.faults.set("slow", "400");
    await session.dropped(session.frame());
    const promptId = tap.prompts().at(-1)?.promptId ?? "";
    const interrupts = () => tap.asked.filter(({ path }) => path === "/interrupt");
    await until("an interrupt", () => interrupts().length > 0);
    for (const { body } of interrupts()) expect(JSON.parse(body)).toEqual({ prompt_id: promptId });
    easel.faults.clearAll();
    await session.picture(session.frame());
  });

  it("uses the jobs API where there is one", async () => {
    const { session, tap, easel } = await open({
      easel: { generation: "0.38.1" },
      producer: { frameDeadlineMs: 400 },
    });
    easel.faults.set("slow", "400");
    await session.dropped(session.frame());
    const promptId = tap.prompts().at(-1)?.promptId ?? "";
    await until("a cancel", () => tap.count("POST", `/api/jobs/${promptId}/cancel`) > 0);
    expect(tap.count("POST", "/interrupt")).toBe(0);
  });
});

describe("silence", () => {
  it("means nothing: /queue and /history are asked, and a slow frame still arrives", async () => {
    const { session, tap, easel } = await open({ producer: { frameDeadlineMs: 8000, silenceMs: 100 } });
    easel.faults.set("slow", "120");
    const { header } = await session.picture(session.frame());
    expect(header.widthPx).toBe(64);
    expect(tap.count("GET", "/queue")).toBeGreaterThan(0);
    expect(tap.count("GET", "/history/")).toBeGreaterThan(0);
  });
});

describe("a device out of memory", () => {
  it("is freed, and the frame is tried exactly once more", async () => {
    const { session, tap, easel } = await open({ producer: { workflow: "auto" } });
    const before = tap.prompts().length;
    easel.faults.set("oom");
    await session.picture(session.frame());
    expect(tap.count("POST", "/free")).toBe(1);
    expect(tap.prompts().length).toBe(before + 2);
  });

  it("that stays full costs the frame after that one retry", async () => {
    const { session, tap, easel } = await open({ producer: { workflow: "auto" } });
    const before = tap.prompts().length;
    easel.faults.set("oom", "always");
    expect(await session.dropped(session.frame())).toMatchObject({ reason: "failed" });
    expect(tap.prompts().length).toBe(before + 2);
    expect(tap.count("POST", "/free")).toBe(1);
  });
});

describe("a device fault", () => {
  it.each(["0.3.64", "0.38.1"] as const)(
    "ends this host's service for good (ComfyUI %s)",
    async (generation) => {
      const options = { easel: { generation }, producer: { workflow: "auto" } };
      const { session, platform, tap, easel, agent, broken } = await open(options);
      easel.faults.set("cuda");
      session.frame();
      await until("the handover", () => session.closes.length > 0);
      expect(session.closes).toEqual([4006]);
      expect(platform.heard).toContainEqual({ type: "gone", session: "s1", placement: 1 });
      await until("a beat that says so", () => platform.beats.some((beat) => !beat.healthy));
      expect(agent.status()).toMatchObject({ healthy: false, broken: true });
      expect(agent.status().trouble).toContain("device failed");
      expect(broken).toHaveLength(1);
      // No retry, and no coming back although the fault is gone.
      const asked = tap.prompts().length;
      easel.faults.clearAll();
      await new Promise((resolve) => setTimeout(resolve, 400));
      expect(tap.prompts().length).toBe(asked);
      expect(agent.healthy).toBe(false);
    },
  );
});

describe("input files, without the node pack", () => {
  it("have one name a session and are overwritten", async () => {
    const { session, tap, easel } = await open({ easel: { nodePack: false } });
    for (let i = 0; i < 3; i++) await session.picture(session.frame());
    const uploads = tap.asked.filter(({ path }) => path === "/upload/image");
    expect(uploads.length).toBeGreaterThanOrEqual(3);
    expect(uploads.every(({ body }) => body.includes('name="overwrite"'))).toBe(true);
    const listed = (await (await fetch(`${easel.url}/internal/files/input`)).json()) as unknown[];
    expect(listed).toEqual([]);
    const names = new Set(uploads.map(({ body }) => /live-s1|live-warm-up/.exec(body)?.[0]));
    expect([...names].toSorted()).toEqual(["live-s1", "live-warm-up"]);
  });
});

describe("what is written down", () => {
  const canary = "canary-7f3a sings at dusk";

  it.each([
    ["oom", "always"],
    ["node-errors-200", undefined],
    ["lying-model", undefined],
    ["missing-model", undefined],
    ["cuda", undefined],
    ["garbage-frame", undefined],
    ["crash", undefined],
  ] as const)("never holds a person's words when %s strikes", async (fault, arg) => {
    const { session, easel, logs, platform } = await open({ prompt: canary, producer: { workflow: "auto" } });
    await session.picture(session.frame());
    easel.faults.set(fault, arg ?? null);
    // A model that is loaded stays loaded: new words make the graph run.
    await fetch(`${easel.url}/free`, {
      method: "POST",
      body: JSON.stringify({ unload_models: true, free_memory: true }),
    }).catch(() => undefined);
    session.frame();
    await until("a word about it", () => logs.some((line) => line.startsWith("warn")));
    expect([...logs, JSON.stringify(platform.heard)].join("\n")).not.toMatch(/canary|7f3a|sings|dusk/);
  });
});
