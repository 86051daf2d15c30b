import { describe, expect, it } from "vitest";
import type { ComfyWorkflow } from "../graph.ts";
import { chunkOf, stepsOf } from "./chunks.ts";
import { fillWorkflow } from "./fill.ts";
import { comfyWorkflows, workflowOf } from "./index.ts";

const fill = (id: string, strength = 0.6): ComfyWorkflow => {
  const template = workflowOf(id);
  if (!template) throw new Error(`no ${id}`);
  return fillWorkflow(template, { quality: "draft", seed: 7, image: "a/b.png", strength });
};
const latent = { filename: "j_00001_.latent", subfolder: "chunks", type: "output" };
const prefix = "chunks/j";

describe("chunks", () => {
  it("can be made of every workflow with a KSampler and of no other", () => {
    const cut = comfyWorkflows.filter(({ id }) => stepsOf(fill(id)) !== null).map(({ id }) => id);
    expect(cut).toEqual([
      "sdxl-lightning-image-to-image",
      "sdxl-turbo-image-to-image",
      "sd-turbo-image-to-image",
      "sdxl-text-to-image",
      "sdxl-image-to-image",
      "svd-image-to-video",
    ]);
    expect(() => chunkOf(fill("upscale"), { fromStep: 0, toStep: 1, latent: null, prefix })).toThrow(/graph/);
  });

  it("hand the latent on with its noise, and only the last shows a picture", () => {
    const whole = fill("sdxl-text-to-image");
    expect(stepsOf(whole)).toBe(20);
    const first = chunkOf(whole, { fromStep: 0, toStep: 8, latent: null, prefix });
    expect(first.outputNode).toBe("chunkSave");
    expect(Object.keys(first.graph).toSorted()).toEqual(
      ["chunkSave", "empty", "model", "negative", "positive", "sample"].toSorted(),
    );
    expect(first.graph.sample).toEqual({
      class_type: "KSamplerAdvanced",
      inputs: {
        model: ["model", 0],
        positive: ["positive", 0],
        negative: ["negative", 0],
        latent_image: ["empty", 0],
        cfg: 7.5,
        sampler_name: "dpmpp_2m",
        scheduler: "karras",
        add_noise: "enable",
        noise_seed: 7,
        steps: 20,
        start_at_step: 0,
        end_at_step: 8,
        return_with_leftover_noise: "enable",
      },
    });
    const last = chunkOf(whole, { fromStep: 8, toStep: 20, latent, prefix });
    expect(last.outputNode).toBe("save");
    expect(Object.keys(last.graph)).not.toContain("empty");
    expect(last.graph.chunkLoad?.inputs).toEqual({ latent: "chunks/j_00001_.latent [output]" });
    expect(last.graph.sample?.inputs).toMatchObject({
      latent_image: ["chunkLoad", 0],
      add_noise: "disable",
      noise_seed: 15,
      start_at_step: 8,
      end_at_step: 20,
      return_with_leftover_noise: "disable",
    });
  });

  it("run the same steps of the same schedule as the whole, when some of the picture is kept", () => {
    const whole = fill("sdxl-image-to-image", 0.6);
    const chunk = chunkOf(whole, { fromStep: 5, toStep: 20, latent, prefix });
    // KSampler: the last 20 of int(20 / 0.6) = 33.
    expect(chunk.graph.sample?.inputs).toMatchObject({ steps: 33, start_at_step: 18, end_at_step: 33 });
  });

  it("refuse steps that are none, and a latent where none belongs or none where one does", () => {
    const whole = fill("sdxl-text-to-image");
    const bad = [
      { fromStep: 0, toStep: 0, latent: null },
      { fromStep: 0, toStep: 21, latent: null },
      { fromStep: -1, toStep: 3, latent: null },
      { fromStep: 20, toStep: 20, latent },
      { fromStep: 0.5, toStep: 3, latent },
      { fromStep: 0, toStep: 3, latent },
      { fromStep: 3, toStep: 4, latent: null },
      { fromStep: 3, toStep: 4, latent: { ...latent, subfolder: "../.." } },
    ];
    for (const chunk of bad)
      expect(() => chunkOf(whole, { ...chunk, prefix }), JSON.stringify(chunk)).toThrow();
    expect(() => chunkOf(whole, { fromStep: 0, toStep: 1, latent: null, prefix: "../x" })).toThrow(/prefix/);
  });
});
