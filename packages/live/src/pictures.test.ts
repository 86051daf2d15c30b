import { describe, expect, it } from "vitest";
import { firstSeq, readHeader } from "@llamasketch/contract";
import { attached, of, relayedHeaders, rules, said, type Table } from "./test-kit.ts";

describe("order", () => {
  it("[LP18] sequence numbers rise by one, and start anew, higher, in each generation", () => {
    const table = attached({ generation: 3 });
    const seqs: number[] = [];
    for (let version = 1; version <= 3; version++) {
      table.turn();
      const relayed = table.frame(version);
      seqs.push(relayedHeaders(relayed)[0]?.seq ?? 0);
      table.answer(relayed);
    }
    expect(seqs).toEqual([1, 2, 3].map((at) => firstSeq(3) + at));
    expect(firstSeq(3)).toBeGreaterThan(firstSeq(2) + 0xffff_ffff - 1);
  });

  it("[LP18] whatever sequence number a client writes is overwritten", () => {
    const table = attached();
    table.turn();
    expect(relayedHeaders(table.frame(1, { seq: 99_999 }))[0]?.seq).toBe(firstSeq(1) + 1);
  });

  it("[LP28] a picture leaves with the time it took here, from frame in to picture out", () => {
    const table = attached();
    table.frame(1);
    table.nowMs += 120;
    const relayed = table.turn();
    table.nowMs += 300;
    const [sent] = of(table.answer(relayed), "broadcast");
    expect(readHeader(sent?.message ?? new Uint8Array())).toMatchObject({
      sessionMs: 420,
      agentMs: 100,
      produceMs: 90,
    });
  });

  it("[LP6 LP18] pictures go to everyone who said hello, and to nobody else", () => {
    const table = attached();
    table.join("w", "watcher-1", "watch");
    table.do({ type: "clientJoined", conn: "mute" });
    table.turn();
    expect(of(table.answer(table.frame(1)), "broadcast")[0]?.conns).toEqual(["c1", "w"]);
  });
});

describe("what is kept", () => {
  it("[LP20] the picture of a resting hand is kept, others are not", () => {
    const table = attached();
    table.turn();
    expect(of(table.answer(table.frame(1)), "keep")).toEqual([]);
    table.turn();
    const effects = table.answer(table.frame(2, { pause: true }));
    expect(of(effects, "keep")).toMatchObject([{ header: { version: 2, pause: true } }]);
    const order = effects.map(({ type }) => type);
    expect(order.indexOf("broadcast")).toBeLessThan(order.indexOf("keep"));
  });

  it("[LP20] whether it is kept is what the frame said, not what the agent says", () => {
    const table = attached();
    table.turn();
    expect(of(table.answer(table.frame(1), { pause: true }), "keep")).toEqual([]);
  });

  it("[LP20] it is kept with the words it was drawn with", () => {
    const table = attached();
    table.turn();
    const relayed = table.frame(1, { pause: true });
    table.settings("c1", 2, "other words");
    expect(of(table.answer(relayed), "keep")[0]?.settings.prompt).toBe("a house at dusk");
  });

  it("[LP20] between a draft in and its picture out nothing is stored, asked for or scheduled", () => {
    const slow = [
      "place",
      "release",
      "remember",
      "alarm",
      "keep",
      "saveSettings",
      "saveChunk",
      "holdSettings",
    ];
    const table = attached();
    table.turn();
    for (let version = 1; version <= 50; version++) {
      table.nowMs += 40;
      const effects = [...table.changed(version)];
      const relayed = table.frame(version);
      effects.push(...relayed, ...table.agent({ type: "soon", inMs: 100 }));
      effects.push(...table.pass(100), ...table.answer(relayed), ...table.turn());
      expect(effects.filter(({ type }) => slow.includes(type))).toEqual([]);
    }
    expect(table.state.counts.pictures).toBe(50);
  });
});

describe("chunks", () => {
  const chunk = (table: Table, bytes: number, chunkId = 1) =>
    table.do({
      type: "chunk",
      conn: "c1",
      header: { kind: "chunk", epoch: table.state.epoch, chunkId, version: 1 },
      bytes: new Uint8Array(bytes),
    });

  it("[LP23 R9] 1 to 262,144 bytes", () => {
    const table = attached();
    expect(rules(chunk(table, 0))).toEqual(["R9"]);
    expect(rules(chunk(table, 262_145))).toEqual(["R9"]);
    expect(of(chunk(table, 1), "saveChunk")).toHaveLength(1);
    expect(of(chunk(table, 262_144), "saveChunk")).toHaveLength(1);
  });

  it("[LP23] saved is said when it is stored, not before; the same again changes nothing", () => {
    const table = attached();
    expect(said(chunk(table, 10, 77), "saved")).toEqual([]);
    const stored = { type: "chunkStored", conn: "c1", chunkId: 77, index: 0, bytes: 10 } as const;
    expect(said(table.do(stored), "saved")).toEqual([{ type: "saved", chunkId: 77, index: 0 }]);
    expect(said(table.do(stored), "saved")).toHaveLength(1);
    expect(table.state.chunks).toBe(1);
    expect(said(table.join("c2"), "welcome", "c2")[0]?.chunks).toBe(1);
  });
});
