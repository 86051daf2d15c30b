/** A client that lies, floods or babbles: it is refused by rule or cut off, and nobody else notices. */
import { CLOSE, REFUSALS, encodeMessage } from "@llamasketch/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DRAFT, Drawer } from "../drawer.ts";
import { FakeAgent } from "../fake-agent.ts";
import { animatedPng, clip, jpeg, png } from "../images.ts";
import { newSketch, statsOf, type Owned } from "../people.ts";

let owned: Owned;
let hostile: Drawer;
let neighbour: { owned: Owned; drawer: Drawer };
let agent: FakeAgent;

beforeEach(async () => {
  agent = await FakeAgent.start();
  const next = await newSketch();
  neighbour = { owned: next, drawer: await Drawer.drawing(next) };
  await neighbour.drawer.live();
  neighbour.drawer.frame(1);
  await neighbour.drawer.picture(1);
  owned = await newSketch();
  hostile = await Drawer.drawing(owned);
  await hostile.live();
});

/** Whatever was done: the drawer of another sketch draws on, on the same host. */
afterEach(async () => {
  const { drawer } = neighbour;
  drawer.frame(2);
  await drawer.picture(2);
  expect(drawer.pictures().map(({ version }) => version)).toEqual([1, 2]);
  expect(drawer.said().some(({ type }) => type === "refused" || type === "drop")).toBe(false);
  expect(await statsOf(neighbour.owned)).toMatchObject({
    placements: 0,
    refused: 0,
    generation: 1,
    frames: 2,
  });
});

/** After a refusal the socket stays, and what is good is still drawn. */
async function stillDraws(version = 50): Promise<void> {
  expect(hostile.wire.closed).toBeNull();
  hostile.frame(version);
  await hostile.picture(version);
}
const framesAtAgent = async () => (await agent.linkTo(owned.sketch.id)).frames.map(({ version }) => version);

const OTHER = { prompt: "a lighthouse", strength: 0.5, seed: 7 };
const frameOf = ({ epoch, settingsVersion }: Drawer): Uint8Array<ArrayBuffer> =>
  encodeMessage(
    {
      kind: "frame",
      format: "jpeg",
      epoch,
      seq: 0,
      version: 1,
      widthPx: 512,
      heightPx: 384,
      quality: "draft",
      pause: false,
      encodeMs: 0,
      settingsVersion,
    },
    DRAFT,
  );

describe("refusals: not obeyed, and the socket stays", () => {
  test("every rule has its own code and something to say", () => {
    const all = Object.values(REFUSALS);
    expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
    for (const { message } of all) expect(message.length).toBeGreaterThan(10);
  });

  test("R1, text that is no message of the protocol", async () => {
    const odd = ["", "{", "null", "[]", "5", '"hello"', "{}", '{"type":"nothing"}', "🦙".repeat(99)];
    for (const text of odd) {
      hostile.wire.send(text);
      expect((await hostile.refused("R1")).code).toBe("not_json");
    }
    await stillDraws();
  });

  test("[R20] a message of the protocol with a field that is not as it should be: it says which, and what of it", async () => {
    const good = { prompt: "a", strength: 0.5, seed: 1 };
    const settings = (more: object) => ({
      type: "settings",
      settingsVersion: 9,
      settings: { ...good, ...more },
    });
    const wrong: [object, string[]][] = [
      [{ type: "settings" }, ["settings", "settingsVersion"]],
      [settings({ prompt: 5 }), ["settings.prompt"]],
      [settings({ prompt: "x".repeat(2001) }), ["settings.prompt"]],
      [settings({ strength: 2 }), ["settings.strength"]],
      [settings({ seed: 2 ** 32 }), ["settings.seed"]],
      [settings({ seed: 0.5, strength: "1" }), ["settings.seed", "settings.strength"]],
      [{ ...settings({}), settingsVersion: 0 }, ["settingsVersion"]],
      [{ type: "changed", version: -1, refine: false }, ["version"]],
      [{ type: "changed", version: 1 }, ["refine"]],
      [{ type: "changed", version: 1, refine: true, variation: 5 }, ["variation"]],
      [{ type: "stopAt" }, ["credits"]],
      [{ type: "hello", protocol: 1, clientId: "short", pen: "free" }, ["clientId"]],
      [{ type: "hello", protocol: "1", clientId: "long-enough", pen: "mine" }, ["pen", "protocol"]],
    ];
    for (const [message, names] of wrong) {
      hostile.wire.send(message);
      const { code, fields = {} } = await hostile.refused("R20");
      expect([code, Object.keys(fields).toSorted()]).toEqual(["bad_fields", names]);
      for (const said of Object.values(fields)) expect(said).toMatch(/^[A-Z].+\.$/);
    }
    // Fields that are not known are passed over.
    hostile.wire.send({ type: "topUp", credits: 1 });
    await stillDraws();
    // Also before hello: what is wrong is what keeps it out.
    const stranger = await Drawer.dial(owned);
    stranger.wire.send({ type: "hello", protocol: 1, clientId: "short", pen: "watch" });
    expect((await stranger.refused("R20")).fields).toHaveProperty("clientId");
    stranger.hello("watch");
    await stranger.take("pen");
  });

  test("[R21 LP41] a header of a format, a quality or flags that are not known: refused, and the socket stays", async () => {
    const spoiled: [at: number, value: number, name: string][] = [
      [3, 0, "format"],
      [3, 4, "format"],
      [3, 255, "format"],
      [24, 0, "quality"],
      // LP41: retired.
      [24, 3, "quality"],
      [24, 255, "quality"],
      [25, 16, "flags"],
      [25, 0x80, "flags"],
    ];
    for (const [at, value, name] of spoiled) {
      const message = frameOf(hostile);
      message[at] = value;
      hostile.wire.send(message);
      const { code, fields = {} } = await hostile.refused("R21");
      expect([code, Object.keys(fields)]).toEqual(["bad_header", [name]]);
      expect(fields[name]).toContain(String(value));
    }
    const message = frameOf(hostile);
    message.set([9], 3);
    message.set([9, 255], 24);
    hostile.wire.send(message);
    expect(Object.keys((await hostile.refused("R21")).fields ?? {})).toEqual(["format", "quality", "flags"]);
    await stillDraws();
    expect(await framesAtAgent()).toEqual([50]);
  });

  test("[R22 LP11] other settings under a version that was used; the same again are taken", async () => {
    hostile.wire.send({ type: "settings", settingsVersion: 7, settings: OTHER });
    for (const more of [{ prompt: "another" }, { strength: 0.1 }, { seed: 9 }]) {
      hostile.wire.send({ type: "settings", settingsVersion: 7, settings: { ...OTHER, ...more } });
      expect((await hostile.refused("R22")).code).toBe("settings_version_used");
    }
    hostile.wire.send({ type: "settings", settingsVersion: 7, settings: OTHER });
    hostile.settingsVersion = 7;
    await stillDraws();
    const link = await agent.linkTo(owned.sketch.id);
    const told = link.wire.log.filter(
      (said) => typeof said === "string" && said.includes('"settingsVersion":7'),
    );
    expect(told.map((said) => (JSON.parse(String(said)) as { settings: unknown }).settings)).toEqual([OTHER]);
  });

  test("R2, anything before hello", async () => {
    const stranger = await Drawer.dial(owned);
    stranger.settings();
    stranger.changed(1);
    stranger.wire.send({ type: "take" });
    stranger.wire.send({ type: "yielded" });
    stranger.frame(1);
    stranger.chunk(1, DRAFT);
    for (let n = 0; n < 6; n++) await stranger.refused("R2");
    await stillDraws();
    expect(stranger.pictures()).toEqual([]);
  });

  test("R4, a frame of any epoch but the present", async () => {
    for (const epoch of [0, 2, 0xffff_ffff]) {
      hostile.frame(1, { epoch });
      await hostile.refused("R4");
    }
    await stillDraws();
    expect(await framesAtAgent()).toEqual([50]);
  });

  test("R5, bytes that are not the whole image the header says", async () => {
    const whole = jpeg(512, 384);
    const cases: [Uint8Array, object?][] = [
      [whole.subarray(0, whole.length - 2)],
      [whole.subarray(0, 40)],
      [new Uint8Array(0)],
      [new Uint8Array(5000)],
      [crypto.getRandomValues(new Uint8Array(5000))],
      [jpeg(384, 512)],
      [jpeg(511, 384)],
      [png(512, 384)],
      [png(512, 384).subarray(0, 500), { format: "png" }],
      [whole, { format: "webp" }],
      [whole, { widthPx: 500 }],
      [clip(512, 384, [100, 100]), { format: "webp" }],
      [animatedPng(512, 384), { format: "png" }],
      [new Uint8Array([0xff, 0xd8, ...Array.from({ length: 60_000 }, () => 0xff), 0xff, 0xd9])],
    ];
    for (const [image, header] of cases) {
      hostile.frame(1, header, image);
      await hostile.refused("R5");
    }
    await stillDraws();
    expect(await framesAtAgent()).toEqual([50]);
  });

  test("R6, sides that no canvas of that quality has", async () => {
    const sizes = [
      { quality: "draft", widthPx: 513, heightPx: 100 },
      { quality: "full", widthPx: 769, heightPx: 769 },
      { quality: "full", widthPx: 65_535, heightPx: 65_535 },
      { quality: "draft", widthPx: 512, heightPx: 63 },
      { quality: "draft", widthPx: 0, heightPx: 0 },
    ] as const;
    for (const size of sizes) {
      hostile.frame(1, size, DRAFT);
      await hostile.refused("R6");
    }
    const largest = { quality: "full", widthPx: 768, heightPx: 768 } as const;
    hostile.frame(1, largest, jpeg(768, 768));
    await hostile.picture(1);
    await stillDraws();
  });

  test("R7, a canvas older than one that has arrived", async () => {
    hostile.frame(5);
    await hostile.picture(5);
    hostile.frame(4);
    expect((await hostile.refused("R7")).code).toBe("stale_version");
    await stillDraws();
    expect(await framesAtAgent()).toEqual([5, 50]);
  });

  test("R8, settings never sent", async () => {
    for (const settingsVersion of [0, 2, 0xffff_ffff]) {
      hostile.frame(1, { settingsVersion });
      await hostile.refused("R8");
    }
    await stillDraws();
  });

  test("a sequence number of the client's own is overwritten", async () => {
    hostile.frame(1, { seq: Number.MAX_SAFE_INTEGER });
    expect((await hostile.picture(1)).header.seq).toBeLessThan(2 ** 33);
  });

  test("a second hello changes nothing: neither name nor pen", async () => {
    hostile.wire.send({ type: "hello", protocol: 1, clientId: "someone-else", pen: "take" });
    await stillDraws();
    expect(await statsOf(owned)).toMatchObject({ epoch: 1, clients: 1 });
  });

  test("what is refused is counted and costs the agent nothing", async () => {
    for (let n = 0; n < 10; n++) {
      hostile.frame(1, { epoch: 9 });
      await hostile.refused("R4");
    }
    expect((await statsOf(owned)).refused).toBe(10);
    expect(await framesAtAgent()).toEqual([]);
  });
});

describe("closes: not to come back as it is", () => {
  const closes = async (drawer: Drawer, why: keyof typeof CLOSE) => {
    expect(await drawer.wire.ended()).toEqual(CLOSE[why]);
    expect((await statsOf(owned)).clients).toBe(drawer === hostile ? 0 : 1);
  };

  test("4429, more than sixty messages in a second", async () => {
    for (let n = 0; n < 200; n++) hostile.wire.send({ type: "yielded" });
    await closes(hostile, "flood");
  });

  test("pings are no flood", async () => {
    for (let n = 0; n < 200; n++) hostile.wire.send("ping");
    await stillDraws();
  });

  test("4413, more than a megabyte, as text and as bytes", async () => {
    const text = await Drawer.dial(owned);
    text.wire.send("x".repeat(1024 * 1024 + 1));
    await closes(text, "too_big");
    hostile.frame(1, {}, new Uint8Array(1024 * 1024));
    await closes(hostile, "too_big");
  });

  test.each([
    ["nothing", new Uint8Array(0)],
    ["a bare image", jpeg(64, 64)],
    ["half a header", new Uint8Array([0x4c, 1, 1])],
    ["another magic number", changed(0, 0x4d)],
    ["a later version of the header", changed(1, 2)],
    ["kind 0", changed(2, 0)],
    ["kind 4", changed(2, 4)],
    ["a picture, as agents send them", changed(2, 2)],
    ["a sequence beyond all numbers", changed(8, 0xff)],
  ])("4415, foreign bytes: %s", async (_what, bytes) => {
    hostile.wire.send(bytes);
    await closes(hostile, "foreign");
  });

  test.each([0, 2, 999])("4400, protocol version %d", async (protocol) => {
    const other = await Drawer.dial(owned);
    other.wire.send({ type: "hello", protocol, clientId: "from-the-future", pen: "take" });
    await closes(other, "protocol_version");
    await stillDraws();
  });

  test("whoever is cut off leaves the pen free for the next", async () => {
    hostile.wire.send(new Uint8Array(9));
    await hostile.wire.ended();
    const honest = await Drawer.dial(owned);
    honest.hello();
    expect(await honest.take("pen")).toMatchObject({ holder: "you", epoch: 2 });
    honest.settings();
    honest.frame(1);
    await honest.picture(1);
  });
});

/** A good frame with one byte of its header changed. */
function changed(at: number, value: number): Uint8Array {
  const message = encodeMessage(
    {
      kind: "frame",
      format: "jpeg",
      epoch: 1,
      seq: 0,
      version: 1,
      widthPx: 512,
      heightPx: 384,
      quality: "draft",
      pause: false,
      encodeMs: 0,
      settingsVersion: 1,
    },
    DRAFT,
  );
  message[at] = value;
  return message;
}
