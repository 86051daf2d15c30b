import { generationCreate } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { ASPECTS, aspectOf, LONG_SIDES_PX, longSideOf, sizeOf } from "./sizes.ts";

test("every shape in every size is one that may be asked for, and is known again", () => {
  for (const aspect of ASPECTS)
    for (const longPx of LONG_SIDES_PX) {
      const size = sizeOf(aspect, longPx);
      expect(generationCreate.safeParse({ prompt: "a pond", ...size }).success, `${aspect} ${longPx}`).toBe(
        true,
      );
      expect([aspectOf(size), longSideOf(size)]).toEqual([aspect, longPx]);
    }
});

test("a picture that has none of the shapes is near to one", () => {
  expect(aspectOf({ widthPx: 1000, heightPx: 1024 })).toBe("1:1");
  expect(aspectOf({ widthPx: 2048, heightPx: 256 })).toBe("16:9");
});
