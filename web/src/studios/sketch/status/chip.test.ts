import { describe, expect, test } from "vitest";
import { chipOf, type ChipFacts } from "./chip.ts";
import { formatMs } from "./format-ms.ts";

const facts = (part: Partial<ChipFacts>): ChipFacts => ({
  online: true,
  connection: "open",
  wasOpen: true,
  status: { state: "live", agent: "gpu", painter: false },
  etaMs: null,
  owedMs: null,
  latencyMs: 640,
  ...part,
});

describe("chip", () => {
  test.each<[Partial<ChipFacts>, string]>([
    [{}, "live · 640 ms"],
    [{ latencyMs: null }, "live"],
    [{ owedMs: 400 }, "live · 640 ms"],
    [{ owedMs: 1600 }, "drawing ahead"],
    [{ owedMs: 1600, latencyMs: 1200 }, "live · 1200 ms"],
    [{ status: { state: "busy", position: 2 } }, "busy: 2nd in line"],
    [{ status: { state: "busy", position: 11 } }, "busy: 11th in line"],
    [{ status: { state: "busy", position: 2 }, etaMs: 20_400 }, "busy: 2nd in line, about 20 s"],
    [{ status: { state: "busy", position: 23 } }, "busy: 23rd in line"],
    [{ status: { state: "placing" } }, "finding a painter"],
    [{ status: { state: "resting" } }, "resting"],
    [{ status: null }, "connecting"],
    [{ connection: "waiting" }, "reconnecting"],
    [{ connection: "connecting", wasOpen: false }, "connecting"],
    [{ connection: "stopped" }, "disconnected"],
    [{ connection: null }, "ready"],
    [{ online: false, connection: "open" }, "offline"],
  ])("%j says %s", (part, label) => {
    expect(chipOf(facts(part)).label).toBe(label);
  });

  test("names the built-in painter only while it paints", () => {
    const status = { state: "live", agent: "easel", painter: true } as const;
    expect(chipOf(facts({ status })).painter).toBe(true);
    expect(chipOf(facts({ status, connection: "waiting" })).painter).toBe(false);
    expect(chipOf(facts({})).painter).toBe(false);
  });
});

test("numbers carry units and no false precision", () => {
  expect([4.4, 96, 643, 9960, 12_400].map(formatMs)).toEqual(["4 ms", "96 ms", "640 ms", "9960 ms", "12 s"]);
});
