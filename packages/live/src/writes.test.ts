import {
  HELLO_WITHIN_MS,
  PEN_CHANGES_AT_ONCE,
  PEN_CHANGE_EVERY_MS,
  STROKES_WAITING_MAX_BYTES,
} from "@llamasketch/contract";
import { describe, expect, it } from "vitest";
import { nextDeadlineMs } from "./step.ts";
import { Table, of, rules } from "./test-kit.ts";

describe("chunks that wait", () => {
  const big = 262_144;
  const chunk = (table: Table, bytes: number, chunkId: number) =>
    table.do({
      type: "chunk",
      conn: "c1",
      header: { kind: "chunk", epoch: table.state.epoch, chunkId, version: 1 },
      bytes: new Uint8Array(bytes),
    });
  const stored = (table: Table, bytes: number, chunkId: number) =>
    table.do({ type: "chunkStored", conn: "c1", chunkId, index: 0, bytes });

  it("[LP58 R15] are taken up to two megabytes, and again as soon as some are stored or given up", () => {
    const table = new Table();
    table.join("c1");
    const fits = STROKES_WAITING_MAX_BYTES / big;
    for (let id = 0; id < fits; id++) expect(of(chunk(table, big, id), "saveChunk")).toHaveLength(1);
    expect(rules(chunk(table, 1, 99))).toEqual(["R15"]);
    stored(table, big, 0);
    expect(of(chunk(table, big, 99), "saveChunk")).toHaveLength(1);
    expect(rules(table.do({ type: "chunkNotStored", conn: "c1", bytes: big, rule: "R11" }))).toEqual(["R11"]);
    expect(of(chunk(table, big, 100), "saveChunk")).toHaveLength(1);
  });

  it("[LP58 R15] however small they are, five hundred and twelve wait", () => {
    const table = new Table();
    table.join("c1");
    for (let id = 0; id < 512; id++) expect(of(chunk(table, 1, id), "saveChunk")).toHaveLength(1);
    expect(rules(chunk(table, 1, 600))).toEqual(["R15"]);
    stored(table, 1, 0);
    expect(of(chunk(table, 1, 600), "saveChunk")).toHaveLength(1);
  });
});

describe("a pen that goes to and fro", () => {
  it("[LP57 R16] changes hands ten times at once and then every two seconds", () => {
    const table = new Table();
    table.join("c1");
    table.join("c2", "tab-of-c2", "watch");
    const hand = (at: number): string => (at % 2 === 0 ? "c2" : "c1");
    const change = (at: number) => {
      const asked = table.do({ type: "clientMessage", conn: hand(at), message: { type: "take" } });
      table.do({ type: "clientMessage", conn: hand(at + 1), message: { type: "yielded" } });
      return rules(asked);
    };
    for (let at = 0; at < PEN_CHANGES_AT_ONCE; at++) expect(change(at)).toEqual([]);
    expect(change(PEN_CHANGES_AT_ONCE)).toEqual(["R16"]);
    table.nowMs += PEN_CHANGE_EVERY_MS;
    expect(change(PEN_CHANGES_AT_ONCE)).toEqual([]);
  });
});

describe("a socket that says nothing", () => {
  it("[LP60] is closed after ten seconds; nothing is owed to one that greeted", () => {
    const table = new Table();
    table.do({ type: "clientJoined", conn: "c1" });
    expect(nextDeadlineMs(table.state)).toBe(table.nowMs + HELLO_WITHIN_MS);
    table.nowMs += HELLO_WITHIN_MS - 1;
    expect(of(table.do({ type: "tick" }), "close")).toEqual([]);
    table.nowMs += 1;
    expect(of(table.do({ type: "tick" }), "close")).toEqual([{ type: "close", conn: "c1", why: "silent" }]);
    expect(table.state.clients.size).toBe(0);
    table.join("c2");
    table.nowMs += HELLO_WITHIN_MS;
    expect(of(table.do({ type: "tick" }), "close")).toEqual([]);
  });

  it("[LP60] has ten seconds again when the session lost its memory", () => {
    const table = new Table();
    table.do({
      type: "woke",
      clients: [{ conn: "c1", clientId: null, can: [] }],
      settings: null,
      agents: [],
    });
    expect(nextDeadlineMs(table.state)).toBe(table.nowMs + HELLO_WITHIN_MS);
  });
});
