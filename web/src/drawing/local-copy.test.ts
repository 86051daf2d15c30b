import { describe, expect, test } from "vitest";
import { LocalCopy } from "./local-copy.ts";
import type { Operation } from "./operation.ts";

class MemoryStore {
  readonly entries = new Map<string, string>();
  get length(): number {
    return this.entries.size;
  }
  key(at: number): string | null {
    return [...this.entries.keys()][at] ?? null;
  }
  getItem(key: string): string | null {
    return this.entries.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.entries.set(key, value);
  }
  removeItem(key: string): void {
    this.entries.delete(key);
  }
}
const undo = (id: string): Operation => ({ op: "undo", id });

describe("local copy", () => {
  test("a later tab takes over what a closed one left, once", () => {
    const store = new MemoryStore();
    new LocalCopy(store, "tab1").write("skt_1", [undo("a"), undo("b")]);
    const second = new LocalCopy(store, "tab2");
    expect(second.adopt("skt_1")).toEqual([undo("a"), undo("b")]);
    expect([...store.entries.keys()]).toEqual(["llamasketch.pending.skt_1.tab2"]);
    second.write("skt_1", []);
    expect(store.length).toBe(0);
  });

  test("merges tabs without doubles and leaves other sketches alone", () => {
    const store = new MemoryStore();
    new LocalCopy(store, "tab1").write("skt_1", [undo("a"), undo("b")]);
    new LocalCopy(store, "tab2").write("skt_1", [undo("b"), undo("c")]);
    new LocalCopy(store, "tab1").write("skt_2", [undo("z")]);
    const third = new LocalCopy(store, "tab3");
    expect(third.adopt("skt_1").map((each) => each.id)).toEqual(["a", "b", "c"]);
    expect(third.adopt("skt_2")).toEqual([undo("z")]);
    expect(third.adopt("skt_3")).toEqual([]);
  });

  test("a full or forbidden store is no reason to stop drawing", () => {
    const broken = new MemoryStore();
    broken.setItem = () => {
      throw new Error("quota");
    };
    const copy = new LocalCopy(broken, "tab1");
    expect(() => copy.write("skt_1", [undo("a")])).not.toThrow();
    expect(copy.adopt("skt_1")).toEqual([]);
  });
});
