import { describe, expect, test } from "vitest";
import type { Operation, StrokePoint } from "./operation.ts";
import { decodeOperations } from "./parse-operation.ts";
import { PendingOperations } from "./pending.ts";

const undo = (id: string): Operation => ({ op: "undo", id });
const long = (id: string): Operation => ({
  op: "stroke",
  id,
  tool: "brush",
  colour: "#000000",
  size: 4,
  points: Array.from({ length: 2000 }, (_, at): StrokePoint => [at / 10, 1023.9, at * 8, 0.55]),
});
const idsOf = (bytes: Uint8Array): string[] => decodeOperations(bytes).map((operation) => operation.id);

function handOver(pending: PendingOperations, firstId = 1): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  pending.handOver((bytes) => {
    chunks.push(bytes);
    return firstId + chunks.length - 1;
  });
  return chunks;
}

describe("pending operations", () => {
  test("are handed over once, and kept until stored", () => {
    const pending = new PendingOperations();
    pending.add(undo("a"));
    pending.add(undo("b"));
    expect(handOver(pending).map(idsOf)).toEqual([["a", "b"]]);
    expect(pending.hasWaiting).toBe(false);
    expect(handOver(pending)).toEqual([]);
    pending.add(undo("c"));
    expect(handOver(pending, 7).map(idsOf)).toEqual([["c"]]);
    expect(pending.stored(1)).toEqual(["a", "b"]);
    expect(pending.operations).toEqual([undo("c")]);
    pending.stored(7);
    expect(pending.operations).toEqual([]);
  });

  test("travel in chunks that a session takes, in order", () => {
    const pending = new PendingOperations();
    const ids = Array.from({ length: 12 }, (_, at) => `s${at}`);
    for (const id of ids) pending.add(long(id));
    const chunks = handOver(pending);
    expect(chunks.length).toBeGreaterThan(1);
    for (const chunk of chunks) expect(chunk.length).toBeLessThanOrEqual(262_144);
    expect(chunks.flatMap(idsOf)).toEqual(ids);
  });

  test("of earlier tabs come first, each once", () => {
    const pending = new PendingOperations();
    pending.add(undo("c"));
    pending.putBefore([undo("a"), undo("b"), undo("c")]);
    expect(handOver(pending).flatMap(idsOf)).toEqual(["a", "b", "c"]);
  });

  test("forget what the log has, but not what is under way", () => {
    const pending = new PendingOperations();
    pending.add(undo("sent"));
    handOver(pending);
    pending.add(undo("stored"));
    pending.add(undo("new"));
    expect(pending.dropStored((id) => id !== "new")).toEqual(["stored"]);
    expect(pending.operations).toEqual([undo("sent"), undo("new")]);
  });
});
