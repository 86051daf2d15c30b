import { generationCreate } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { ASPECTS, aspectOf, fittingSize, LONG_SIDES_PX, longSideOf, sizeOf } from "./sizes.ts";

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

test("a picture of one's own is painted over in its shape, in a size that may be asked for", () => {
  expect(fittingSize({ widthPx: 4000, heightPx: 3000 })).toEqual({ widthPx: 1024, heightPx: 768 });
  expect(fittingSize({ widthPx: 500, heightPx: 90 })).toEqual({ widthPx: 496, heightPx: 256 });
  expect(fittingSize({ widthPx: 512, heightPx: 768 })).toEqual({ widthPx: 512, heightPx: 768 });
});
