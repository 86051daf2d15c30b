/** What the judge is for: each fault that is looked for is found. */
import { SCENE, photoJpeg, photoWebp, type Photo } from "@llamasketch/testing/photos";
import { expect, it } from "vitest";
import { TOLERANCE, judge } from "./judge.ts";
import type { Seen } from "./look.ts";

const seenAs = (photo: Photo, change: (squares: number[][]) => number[][] = (same) => same): Seen => ({
  ...SCENE,
  squares: change(photo.squares.map((square) => [...square])),
});

it("right is right, and within what programs round", () => {
  const photo = photoJpeg("plain");
  expect(judge(photo, seenAs(photo), TOLERANCE.exact)).toBe("right");
  const rounded = seenAs(photo, (squares) => squares.map((square) => square.map((one) => one + 3)));
  expect(judge(photo, rounded, TOLERANCE.exact)).toBe("right");
});

it("on its side, upside down, mirrored", () => {
  const photo = photoJpeg("plain");
  expect(judge(photo, { ...seenAs(photo), widthPx: 64, heightPx: 96 }, TOLERANCE.lossy)).toBe("wrongWay");
  expect(
    judge(
      photo,
      seenAs(photo, (squares) => squares.toReversed()),
      TOLERANCE.lossy,
    ),
  ).toBe("wrongWay");
});

it("colours of a profile that was not looked at", () => {
  const [meant, ignored] = [photoJpeg("P3"), photoJpeg("P3", { space: "p3" })];
  const samples = { ...ignored, squares: meant.squares };
  const unmanaged = seenAs(samples, (squares) =>
    squares.map(([r = 0, g = 0, b = 0]) => [r - 18, g + 4, b + 3]),
  );
  expect(judge(ignored, unmanaged, TOLERANCE.lossy)).toBe("wrongColour");
});

it("what lies under what is seen through", () => {
  const photo = photoWebp("alpha", { hasAlpha: true });
  const under = seenAs(photo, (squares) =>
    squares.map((square, at) => (photo.clear.has(at) ? [0, 0, 0] : square)),
  );
  expect(judge(photo, under, TOLERANCE.lossy)).toBe("wrongAlpha");
});
