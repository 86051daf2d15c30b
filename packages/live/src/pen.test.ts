import { describe, expect, it } from "vitest";
import { YIELD_MS } from "@llamasketch/contract";
import { Table, attached, of, png, rules, said, toClient } from "./test-kit.ts";

describe("hello", () => {
  it("[LP3 R2] anything before hello is refused and changes nothing", () => {
    const table = new Table();
    table.do({ type: "clientJoined", conn: "c1" });
    const before = JSON.stringify([table.state.pen, table.state.settings, table.state.ready]);
    expect(rules(table.changed(1))).toEqual(["R2"]);
    expect(rules(table.settings("c1"))).toEqual(["R2"]);
    expect(rules(table.say("c1", { type: "take" }))).toEqual(["R2"]);
    expect(rules(table.say("c1", { type: "yielded" }))).toEqual(["R2"]);
    expect(rules(table.frame(1))).toEqual(["R2"]);
    const header = { kind: "chunk" as const, epoch: 0, chunkId: 1, version: 1 };
    expect(rules(table.do({ type: "chunk", conn: "c1", header, bytes: new Uint8Array(1) }))).toEqual(["R2"]);
    expect(JSON.stringify([table.state.pen, table.state.settings, table.state.ready])).toBe(before);
  });

  it("[LP3] another protocol number closes the socket, and nobody sits there any more", () => {
    const table = new Table();
    table.do({ type: "clientJoined", conn: "c1" });
    const effects = table.say("c1", { type: "hello", protocol: 2, clientId: "tab-of-c1", pen: "free" });
    expect(of(effects, "close")).toEqual([{ type: "close", conn: "c1", why: "protocol_version" }]);
    expect(toClient(effects)).toEqual([]);
    expect(table.state.pen).toBeNull();
    // The shell does not report a socket that the session itself closed.
    expect(table.state.clients.size).toBe(0);
  });

  it("[LP3] pen `free` takes a free pen, `watch` never does", () => {
    const table = new Table();
    expect(said(table.join("w", "watcher-1", "watch"), "pen", "w")).toEqual([
      { type: "pen", holder: "none", epoch: 0 },
    ]);
    expect(said(table.join("c1"), "pen")).toEqual([{ type: "pen", holder: "you", epoch: 1 }]);
    expect(said(table.join("c2"), "pen", "c2")).toEqual([{ type: "pen", holder: "other", epoch: 1 }]);
  });

  it("[LP3] pen `take` asks the one who holds it", () => {
    const table = new Table();
    table.join("c1");
    const effects = table.join("c2", "tab-of-c2", "take");
    expect(toClient(effects, "c1")).toEqual([{ type: "yield" }]);
    expect(table.state.pen?.conn).toBe("c1");
  });

  it("[LP4] welcome, then status, then pen; with generation and stored chunks", () => {
    const table = new Table({ generation: 4 });
    table.do({ type: "logRead", chunks: 9 });
    const messages = toClient(table.join("c1"));
    expect(messages.slice(0, 3).map((message) => message.type)).toEqual(["welcome", "status", "pen"]);
    expect(messages[0]).toEqual({ type: "welcome", protocol: 1, generation: 4, chunks: 9 });
  });

  it("[LP4 LP47] what the shell tells it of its own, the meter, comes after welcome, status and pen", () => {
    for (const pen of ["free", "watch"] as const) {
      const effects = new Table().join("c1", "tab-of-c1", pen, ["credits"]);
      const order = effects.flatMap((effect) =>
        effect.type === "toClient" ? [effect.message.type] : effect.type === "holdClient" ? ["held"] : [],
      );
      expect(order.slice(0, 4)).toEqual(["welcome", "status", "pen", "held"]);
    }
  });

  it("[LP3 LP25] whoever only looks takes no GPU, also beside one who holds the pen and rests", () => {
    const table = new Table();
    expect(of(table.join("w", "watcher-1", "watch"), "place")).toEqual([]);
    expect(of(table.join("c1"), "place")).toHaveLength(1);
    const resting = new Table();
    resting.join("c1");
    resting.state.placing = null;
    expect(of(resting.join("w", "watcher-1", "watch"), "place")).toEqual([]);
    // Nor the holder's own tab that comes back to look.
    expect(of(resting.join("c2", "tab-of-c1", "watch"), "place")).toEqual([]);
    expect(of(resting.join("c3", "tab-of-c1", "free"), "place")).toHaveLength(1);
  });

  it("[LP4] a second connection of one tab closes the first with 4001 and has the pen", () => {
    const table = new Table();
    table.join("c1", "one-and-the-same");
    const effects = table.join("c2", "one-and-the-same");
    expect(of(effects, "close")).toEqual([{ type: "close", conn: "c1", why: "replaced" }]);
    expect(said(effects, "pen", "c2")).toEqual([{ type: "pen", holder: "you", epoch: 1 }]);
    expect([...table.state.clients.keys()]).toEqual(["c2"]);
  });
});

describe("the pen", () => {
  it("[LP5] everyone is told of each change, and each hand-over raises the epoch", () => {
    const table = new Table();
    table.join("c1");
    table.join("c2");
    table.say("c2", { type: "take" });
    const effects = table.say("c1", { type: "yielded" });
    expect(said(effects, "pen", "c1")).toEqual([{ type: "pen", holder: "other", epoch: 2 }]);
    expect(said(effects, "pen", "c2")).toEqual([{ type: "pen", holder: "you", epoch: 2 }]);
    expect(of(effects, "remember")[0]?.remembered).toMatchObject({ epoch: 2, penClientId: "tab-of-c2" });
    const left = table.do({ type: "clientLeft", conn: "c2" });
    expect(said(left, "pen", "c1")).toEqual([{ type: "pen", holder: "none", epoch: 2 }]);
  });

  it("[LP5 R3] frames, settings, changes and chunks of others are refused", () => {
    const table = attached();
    table.join("c2");
    expect(rules(table.frame(1, {}, "c2"))).toEqual(["R3"]);
    expect(rules(table.settings("c2", 2))).toEqual(["R3"]);
    expect(rules(table.changed(1, false, "c2"))).toEqual(["R3"]);
    const header = { kind: "chunk" as const, epoch: 1, chunkId: 1, version: 1 };
    expect(rules(table.do({ type: "chunk", conn: "c2", header, bytes: png(1, 1) }))).toEqual(["R3"]);
    expect(table.state.settings?.settingsVersion).toBe(1);
  });

  it("[LP5 R4] frames and chunks of an older epoch are refused", () => {
    const table = attached({ epoch: 6 });
    expect(table.state.epoch).toBe(7);
    expect(rules(table.frame(1, { epoch: 6 }))).toEqual(["R4"]);
    const header = { kind: "chunk" as const, epoch: 6, chunkId: 1, version: 1 };
    expect(rules(table.do({ type: "chunk", conn: "c1", header, bytes: png(1, 1) }))).toEqual(["R4"]);
  });

  it("[LP6] a holder that reconnects has its pen back under the same epoch; others keep watching", () => {
    const table = attached();
    table.turn();
    table.join("c2");
    table.do({ type: "clientLeft", conn: "c1" });
    const effects = table.join("c3", "tab-of-c1");
    expect(said(effects, "pen", "c3")).toEqual([{ type: "pen", holder: "you", epoch: 1 }]);
    expect(said(effects, "pen", "c2")).toEqual([{ type: "pen", holder: "other", epoch: 1 }]);
    expect(said(effects, "want", "c3")).toEqual([{ type: "want", generation: 1, have: 0, done: 0 }]);
    const relayed = table.frame(1, {}, "c3");
    expect(of(table.answer(relayed), "broadcast")[0]?.conns).toEqual(["c2", "c3"]);
  });

  it("[LP6] the pen survives the session's memory", () => {
    const table = new Table({ generation: 2, epoch: 5, penClientId: "tab-of-c1" });
    expect(said(table.join("c1"), "pen")).toEqual([{ type: "pen", holder: "you", epoch: 5 }]);
  });

  it("[LP7] take asks the holder; the pen moves when it has yielded", () => {
    const table = new Table();
    table.join("c1");
    table.join("c2");
    expect(toClient(table.say("c2", { type: "take" }), "c1")).toEqual([{ type: "yield" }]);
    expect(table.state.pen?.conn).toBe("c1");
    table.say("c1", { type: "yielded" });
    expect(table.state.pen?.conn).toBe("c2");
  });

  it("[LP7] …or after 700 ms, however often it is asked again", () => {
    const table = new Table();
    table.join("c1");
    table.join("c2");
    table.say("c2", { type: "take" });
    table.pass(YIELD_MS - 100);
    table.say("c2", { type: "take" });
    table.pass(99);
    expect(table.state.pen?.conn).toBe("c1");
    table.pass(1);
    expect(table.state.pen?.conn).toBe("c2");
  });

  it("[LP7] one that yields to nobody, asked by a life that is over, is told to draw on", () => {
    const table = attached();
    const effects = table.say("c1", { type: "yielded" });
    expect(toClient(effects, "c1")).toMatchObject([{ type: "pen", holder: "you" }]);
    expect(toClient(table.say("c1", { type: "take" }), "c1")).toMatchObject([{ type: "pen", holder: "you" }]);
    expect(table.state.epoch).toBe(1);
  });

  it("[LP7] a holder that is not connected is not waited for", () => {
    const table = new Table();
    table.join("c1");
    table.join("c2");
    table.do({ type: "clientLeft", conn: "c1" });
    const effects = table.say("c2", { type: "take" });
    expect(said(effects, "pen", "c2")).toEqual([{ type: "pen", holder: "you", epoch: 2 }]);
  });

  it("[LP7] a holder that leaves while yielding hands over at once", () => {
    const table = new Table();
    table.join("c1");
    table.join("c2");
    table.say("c2", { type: "take" });
    table.do({ type: "clientLeft", conn: "c1" });
    expect(table.state.pen?.conn).toBe("c2");
  });

  it("[LP5 LP7] when the one who asked is gone, the pen comes back to the one who gave it up", () => {
    const table = new Table();
    table.join("c1");
    table.join("c2");
    table.say("c2", { type: "take" });
    table.do({ type: "clientLeft", conn: "c2" });
    // It stopped drawing at `yield`, so it must be told that it may go on; nothing was handed over.
    expect(said(table.say("c1", { type: "yielded" }), "pen")).toEqual([
      { type: "pen", holder: "you", epoch: 1 },
    ]);
  });

  it("[LP5 LP7] when both are gone, whoever watches is told that nobody holds the pen", () => {
    const table = new Table();
    table.join("c1");
    table.join("c2");
    table.join("w", "watcher-1", "watch");
    table.say("c2", { type: "take" });
    table.do({ type: "clientLeft", conn: "c2" });
    const effects = table.do({ type: "clientLeft", conn: "c1" });
    expect(said(effects, "pen", "w")).toEqual([{ type: "pen", holder: "none", epoch: 1 }]);
  });

  it("[LP8] the pictures of an older epoch change nothing", () => {
    const table = attached();
    table.turn();
    const relayed = table.frame(3);
    table.join("c2");
    table.say("c2", { type: "take" });
    table.say("c1", { type: "yielded" });
    for (let times = 0; times < 5; times++) expect(table.answer(relayed)).toEqual([]);
    expect(table.state.done).toBe(0);
    expect(table.state.agent?.strikes).toBe(0);
  });
});
