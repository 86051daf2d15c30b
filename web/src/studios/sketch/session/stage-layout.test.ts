import { expect, test } from "vitest";
import { createStageLayout, withShare } from "./stage-layout.ts";

const shelf = (text: string | null) => {
  let kept = text;
  return { getItem: () => kept, setItem: (_key: string, value: string) => void (kept = value) };
};

test("shares come back on the next visit, a large pane does not", () => {
  const store = shelf(null);
  const layout = createStageLayout(store);
  layout.set(withShare(true, 0.7));
  layout.set(withShare(false, 0.35));
  layout.set({ large: "canvas" });
  expect(createStageLayout(store).get()).toEqual({ stackedShare: 0.7, besideShare: 0.35, large: null });
});

test("a pane that is pushed to the edge gives way altogether, and comes back when pulled", () => {
  expect(withShare(true, 0.1)).toEqual({ large: "picture" });
  expect(withShare(false, 0.95)).toEqual({ large: "canvas" });
  expect(withShare(false, 0.5)).toEqual({ large: null, besideShare: 0.5 });
});

test.each(["{", "null", "[]", '{"stackedShare":7,"besideShare":"half"}'])(
  "what makes no sense is passed over: %s",
  (text) => {
    expect(createStageLayout(shelf(text)).get()).toEqual({
      stackedShare: 0.5,
      besideShare: 0.5,
      large: null,
    });
  },
);
