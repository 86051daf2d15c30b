import { describe, expect, it } from "vitest";
import { ComfyInputError } from "./check.ts";
import { imageToImageGraph } from "./image-to-image.ts";
import { modelFreeGraph } from "./model-free.ts";

const good = {
  image: "session/frame.png",
  width: 512,
  height: 768,
  prompt: "a house",
  negativePrompt: "",
  strength: 0.6,
  seed: 7,
  checkpoint: "a.safetensors",
  steps: 4,
  sampler: "euler",
  scheduler: "normal",
  cfg: 1,
};

describe("workflows", () => {
  it("keeps node ids stable and changes only what changed", () => {
    const first = imageToImageGraph(good).graph;
    const second = imageToImageGraph({ ...good, seed: 8 }).graph;
    expect(Object.keys(second)).toEqual(Object.keys(first));
    const changed = Object.keys(first).filter(
      (id) => JSON.stringify(first[id]) !== JSON.stringify(second[id]),
    );
    expect(changed).toEqual(["sample"]);
  });

  it.each([
    { width: 511 },
    { height: 0 },
    { width: Number.NaN },
    { strength: 1.01 },
    { strength: Number.POSITIVE_INFINITY },
    { seed: -1 },
    { seed: 1.5 },
    { steps: 0 },
    { cfg: Number.NaN },
    { checkpoint: "../secret" },
    { checkpoint: "" },
    { sampler: "euler; rm" },
    { image: "/etc/passwd" },
    { image: "a/../../b.png" },
    { image: "a\\b.png" },
    { image: "a//b.png" },
    { prompt: "x".repeat(10_001) },
  ])("refuses %o", (bad) => {
    expect(() => imageToImageGraph({ ...good, ...bad })).toThrow(ComfyInputError);
  });

  it("checks the model-free one too", () => {
    expect(modelFreeGraph({ image: "s/a.png", width: 64, height: 64 }).outputNode).toBe("save");
    expect(() => modelFreeGraph({ image: "..", width: 64, height: 64 })).toThrow(ComfyInputError);
    expect(() => modelFreeGraph({ image: "a.png", width: 8.5, height: 64 })).toThrow(ComfyInputError);
  });
});
