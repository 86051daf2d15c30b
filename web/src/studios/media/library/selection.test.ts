import { expect, test } from "vitest";
import { allOf, extended, kept, NONE_CHOSEN, toggled, type Selection } from "./selection.ts";

const ORDER = ["a", "b", "c", "d", "e"];
const idsOf = ({ ids }: Selection): string => [...ids].toSorted().join("");

test("one is chosen, and no longer", () => {
  const one = toggled(NONE_CHOSEN, "b");
  expect(idsOf(one)).toBe("b");
  expect(idsOf(toggled(toggled(one, "d"), "b"))).toBe("d");
  expect(idsOf(NONE_CHOSEN)).toBe("");
});

test("a range goes on from the last choice, either way, and keeps what was chosen before", () => {
  const from = toggled(toggled(NONE_CHOSEN, "a"), "d");
  expect(idsOf(extended(from, "b", ORDER))).toBe("abcd");
  expect(idsOf(extended(from, "e", ORDER))).toBe("ade");
  expect(idsOf(extended(extended(from, "e", ORDER), "c", ORDER))).toBe("acde");
});

test("without a last choice, or with one that is gone, it is one; of what is not there it is none", () => {
  expect(idsOf(extended(NONE_CHOSEN, "c", ORDER))).toBe("c");
  expect(idsOf(extended(toggled(NONE_CHOSEN, "x"), "c", ORDER))).toBe("cx");
  expect(idsOf(extended(toggled(NONE_CHOSEN, "a"), "x", ORDER))).toBe("a");
});

test("all; and those that are still there", () => {
  expect(idsOf(allOf(ORDER))).toBe("abcde");
  expect(idsOf(kept(allOf(ORDER), ["b", "e", "f"]))).toBe("be");
  const same = allOf(ORDER);
  expect(kept(same, ORDER)).toBe(same);
});
