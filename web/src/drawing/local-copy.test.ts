import * as fakes from "fake-indexeddb";
import { beforeEach, describe, expect, test } from "vitest";
import { LocalCopy, UNMADE } from "./local-copy.ts";
import type { Operation } from "./operation.ts";

const undo = (id: string): Operation => ({ op: "undo", id });
const ids = (operations: Operation[]): string[] => operations.map((each) => each.id);
let open = new Set<string>();
let troubles: boolean[] = [];
const tab = (name: string): LocalCopy =>
  new LocalCopy({
    tab: name,
    openTabs: () => Promise.resolve(open),
    troubled: (isTroubled) => troubles.push(isTroubled),
  });

Object.assign(globalThis, fakes);

beforeEach(() => {
  globalThis.indexedDB = new fakes.IDBFactory();
  open = new Set();
  troubles = [];
});

describe("local copy", () => {
  test("a later tab takes over what a closed one left, in order", async () => {
    const first = tab("tab1");
    for (const id of ["a", "b", "c"]) first.add("skt_1", undo(id));
    first.add("skt_2", undo("z"));
    await first.settled();
    expect(ids(await tab("tab2").adopt("skt_1"))).toEqual(["a", "b", "c"]);
    expect(ids(await tab("tab3").adopt("skt_2"))).toEqual(["z"]);
    expect(await tab("tab3").adopt("skt_3")).toEqual([]);
  });

  test("what is stored is forgotten, whoever drew it", async () => {
    const first = tab("tab1");
    for (const id of ["a", "b", "c"]) first.add("skt_1", undo(id));
    first.remove(["b"]);
    const second = tab("tab2");
    await first.settled();
    expect(ids(await second.adopt("skt_1"))).toEqual(["a", "c"]);
    second.remove(["a", "c", "never there"]);
    await second.settled();
    expect(await tab("tab3").adopt("skt_1")).toEqual([]);
    expect(troubles).toEqual([]);
  });

  test("two tabs on one sketch keep both their strokes, in the order they came", async () => {
    const [first, second] = [tab("tab1"), tab("tab2")];
    first.add("skt_1", undo("a"));
    await first.settled();
    second.add("skt_1", undo("b"));
    await second.settled();
    first.add("skt_1", undo("c"));
    await first.settled();
    expect(ids(await tab("tab3").adopt("skt_1"))).toEqual(["a", "b", "c"]);
  });

  test("a drawing without a sketch stays with its tab while that is open, and moves to the sketch once made", async () => {
    const first = tab("tab1");
    open = new Set(["tab1", "tab2"]);
    first.add(UNMADE, undo("a"));
    await first.settled();
    const second = tab("tab2");
    expect(await second.adopt(UNMADE)).toEqual([]);
    second.add(UNMADE, undo("mine"));
    second.made("skt_2");
    await second.settled();
    expect(ids(await tab("tab3").adopt("skt_2"))).toEqual(["mine"]);
    open = new Set(["tab3"]);
    const third = tab("tab3");
    expect(ids(await third.adopt(UNMADE))).toEqual(["a"]);
    third.made("skt_3");
    await third.settled();
    expect(ids(await tab("tab4").adopt("skt_3"))).toEqual(["a"]);
    expect(await tab("tab4").adopt(UNMADE)).toEqual([]);
  });

  test("a store that takes no more is told once, and once more when it takes again", async () => {
    const copy = tab("tab1");
    await copy.settled();
    const add = IDBObjectStore.prototype.add;
    IDBObjectStore.prototype.add = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    copy.add("skt_1", undo("a"));
    copy.add("skt_1", undo("b"));
    await copy.settled();
    expect(troubles).toEqual([true]);
    IDBObjectStore.prototype.add = add;
    copy.add("skt_1", undo("c"));
    await copy.settled();
    expect(troubles).toEqual([true, false]);
    expect(ids(await copy.adopt("skt_1"))).toEqual(["c"]);
  });

  test("a browser without one is no reason to stop drawing", async () => {
    globalThis.indexedDB = {
      open: () => {
        throw new DOMException("no", "SecurityError");
      },
    } as never;
    const copy = tab("tab1");
    copy.add("skt_1", undo("a"));
    expect(await copy.adopt("skt_1")).toEqual([]);
    expect(troubles).toEqual([true]);
  });
});
