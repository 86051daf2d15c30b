/** What ComfyUI is given of a picture that goes in. */
import { allPhotos, refusedFiles } from "@llamasketch/testing/photos";
import sharp from "sharp";
import { expect, it } from "vitest";
import { plainInput } from "./plain-input.ts";

it("[JB6] nothing is left in it that only programs understand which manage colours", async () => {
  for (const { name, bytes } of await allPhotos()) {
    const given = await plainInput(bytes);
    const about = await sharp(given.bytes).metadata();
    expect(about, name).toMatchObject({ format: given.format, width: 96, height: 64, depth: "uchar" });
    expect([about.orientation, about.icc, about.hasAlpha], name).toEqual([undefined, undefined, false]);
    expect(["srgb", "b-w"], name).toContain(about.space);
  }
});

it("[JB6] what needs nothing is not coded anew", async () => {
  const plain = (await allPhotos()).find(({ name }) => name === "jpeg plain");
  expect(plain && Buffer.from((await plainInput(plain.bytes)).bytes).equals(plain.bytes)).toBe(true);
});

it("[JB9] what is no picture speaks of the job, not of the host", async () => {
  for (const { name, bytes } of await refusedFiles())
    await expect(plainInput(bytes), name).rejects.toMatchObject({ reason: "refused" });
});
