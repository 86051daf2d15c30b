import { describe, expect, it } from "vitest";
import {
  agentToDispatcher,
  agentToSession,
  dispatcherToAgent,
  sessionAddress,
  sessionToAgent,
} from "./agent.ts";
import { agentId, sketchId } from "./ids.ts";
import { clientMessage, sessionMessage, settings } from "./live.ts";

const SETTINGS = { prompt: "", strength: 0, seed: 0 };
const HELLO = { type: "hello", protocol: 1, clientId: "abcDEF_-09", pen: "free" };
const SKETCH = "skt_01ARZ3NDEKTSV4RRFFQ69G5FAV";

const SCHEMAS = {
  clientMessage,
  sessionMessage,
  agentToSession,
  sessionToAgent,
  agentToDispatcher,
  dispatcherToAgent,
};

const GARBAGE: unknown[] = [null, undefined, true, 0, Number.NaN, "", "hello", [], {}, [HELLO]].concat(
  [null, 1, "", "nonsense", ["hello"], "__proto__", "constructor"].map((type) => ({ type })),
);

describe("messages", () => {
  it.each(Object.entries(SCHEMAS))("[LP2 R1] %s refuses what is no message", (_name, schema) => {
    for (const value of GARBAGE) expect(schema.safeParse(value).success).toBe(false);
  });

  it("[LP41 LP43] nobody asks for a final live, or is told of its progress: both are retired", () => {
    const asked = clientMessage.parse({ type: "changed", version: 1, refine: true, final: true });
    expect(asked).toEqual({ type: "changed", version: 1, refine: true });
    const told = { version: 1, seq: 1, step: 1, steps: 4 };
    for (const schema of [agentToSession, sessionMessage])
      expect(schema.safeParse({ type: "progress", ...told }).success).toBe(false);
    expect(clientMessage.parse({ ...HELLO, can: ["progress", "variations"] })).toMatchObject({
      can: ["variations"],
    });
  });

  it("[LP2] every message of the page's dialogue is understood", () => {
    const fromClient = [
      HELLO,
      { type: "settings", settingsVersion: 1, settings: SETTINGS },
      { type: "changed", version: 9, refine: false },
      { type: "take" },
      { type: "yielded" },
    ];
    const fromSession = [
      { type: "welcome", protocol: 1, generation: 1, chunks: 0 },
      { type: "pen", holder: "you", epoch: 1 },
      { type: "want", generation: 1, have: 7, done: 0 },
      { type: "yield" },
      { type: "saved", chunkId: 2 ** 45, index: 3 },
      { type: "drop", version: 3, reason: "superseded" },
      { type: "kept", seq: 2 ** 40, version: 3, pictureId: "pic_x" },
      { type: "status", status: { state: "live", agent: "name", painter: true } },
      { type: "status", status: { state: "placing" } },
      { type: "status", status: { state: "busy", position: 2 } },
      { type: "status", status: { state: "resting" } },
      { type: "refused", rule: "R5", code: "bad_frame", message: "…" },
    ];
    for (const message of fromClient) expect(clientMessage.parse(message)).toEqual(message);
    for (const message of fromSession) expect(sessionMessage.parse(message)).toEqual(message);
  });

  it("[LP45 LP47 LP48 LP49] every message of credits is understood, and no limit that is none", () => {
    for (const message of [
      { type: "stopAt", credits: 20 },
      { type: "stopAt", credits: null },
      { type: "topUp" },
    ])
      expect(clientMessage.parse(message)).toEqual(message);
    for (const credits of [0, -1, 1.5, 1e9, "20", undefined, Number.NaN])
      expect(clientMessage.safeParse({ type: "stopAt", credits }).success).toBe(false);
    const meter = { type: "meter", spentCredits: 1, heldCredits: 2, availableCredits: null };
    const told = { ...meter, stopAtCredits: null, windowEndsInMs: null };
    expect(sessionMessage.parse(told)).toEqual(told);
    const status = { state: "paused", reason: "no_credits" };
    expect(sessionMessage.parse({ type: "status", status })).toEqual({ type: "status", status });
  });

  it.each(Object.keys(HELLO))("[LP3] hello without %s is none", (field) => {
    expect(clientMessage.safeParse({ ...HELLO, [field]: undefined }).success).toBe(false);
  });

  it("[LP3] clientId is 8 to 64 of A-Z a-z 0-9 _ -", () => {
    const takes = (clientId: unknown): boolean => clientMessage.safeParse({ ...HELLO, clientId }).success;
    expect(takes("a".repeat(8))).toBe(true);
    expect(takes("Z9_-".repeat(16))).toBe(true);
    for (const bad of [
      "a".repeat(7),
      "a".repeat(65),
      "abc defgh",
      "abcdefgh\n",
      "abcdéfgh",
      "",
      12_345_678,
      null,
    ])
      expect(takes(bad)).toBe(false);
  });

  it("[LP3] pen is free, take or watch; protocol is any whole number, so that others can be told off", () => {
    for (const pen of ["free", "take", "watch"])
      expect(clientMessage.safeParse({ ...HELLO, pen }).success).toBe(true);
    for (const pen of ["mine", "", null, 1])
      expect(clientMessage.safeParse({ ...HELLO, pen }).success).toBe(false);
    expect(clientMessage.safeParse({ ...HELLO, protocol: 2 }).success).toBe(true);
    expect(clientMessage.safeParse({ ...HELLO, protocol: 1.5 }).success).toBe(false);
  });

  it("[LP11] settings: prompt up to 2000 characters, strength 0 to 1, seed a u32", () => {
    const takes = (more: object): boolean => settings.safeParse({ ...SETTINGS, ...more }).success;
    for (const good of [{ prompt: "x".repeat(2000) }, { strength: 1 }, { seed: 0xffff_ffff }])
      expect(takes(good)).toBe(true);
    for (const prompt of ["x".repeat(2001), 5, null]) expect(takes({ prompt })).toBe(false);
    for (const strength of [-0.01, 1.01, Number.NaN, "1"]) expect(takes({ strength })).toBe(false);
    for (const seed of [-1, 2 ** 32, 0.5]) expect(takes({ seed })).toBe(false);
  });

  it("[LP11] settings versions count from 1", () => {
    const takes = (settingsVersion: number): boolean =>
      clientMessage.safeParse({ type: "settings", settingsVersion, settings: SETTINGS }).success;
    expect([0, 1, 0xffff_ffff, 2 ** 32, 1.5].map(takes)).toEqual([false, true, true, false, false]);
  });

  it.each([-1, 1.5, 2 ** 32, "1", null])("[LP15] no canvas has version %s", (version) => {
    expect(clientMessage.safeParse({ type: "changed", version, refine: false }).success).toBe(false);
  });

  it("[LP32 LP33] an agent's numbers are bounded", () => {
    for (const inMs of [-1, 600_001, Infinity, "1"])
      expect(agentToSession.safeParse({ type: "soon", inMs }).success).toBe(false);
    for (const seq of [-1, 0.5, 2 ** 60])
      expect(agentToSession.safeParse({ type: "dropped", seq, reason: "failed" }).success).toBe(false);
    expect(agentToSession.safeParse({ type: "dropped", seq: 1, reason: "bored" }).success).toBe(false);
  });

  it("[LP34] placements count from 1", () => {
    for (const placement of [0, -1, 1.5])
      expect(agentToDispatcher.safeParse({ type: "gone", session: "s", placement }).success).toBe(false);
  });

  it("[LP1] a session's address is a sketch and a region epoch", () => {
    expect(sessionAddress.safeParse(`${SKETCH}:1`).success).toBe(true);
    for (const bad of [
      SKETCH,
      `${SKETCH}:`,
      `${SKETCH}:x`,
      `${SKETCH}:1234567`,
      `:1`,
      `pic_${SKETCH.slice(4)}:1`,
    ])
      expect(sessionAddress.safeParse(bad).success).toBe(false);
    for (const bad of ["skt_", SKETCH.toLowerCase(), `${SKETCH}0`, `${SKETCH}\n`])
      expect(sketchId.safeParse(bad).success).toBe(false);
    for (const bad of ["", "built-in", "agt_", `agt_${SKETCH.slice(4)}x`, SKETCH])
      expect(agentId.safeParse(bad).success).toBe(false);
  });
});
