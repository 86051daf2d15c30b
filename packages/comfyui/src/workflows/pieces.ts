import type { Quality, QualitySettings, TemplateNode } from "./template.ts";

/** Pixels for models that were trained at about a megapixel: their buckets, and the same shapes smaller. */
const megapixelSizes: Record<Quality, QualitySettings["sizes"]> = {
  draft: { square: [512, 512], portrait: [416, 608], landscape: [608, 416] },
  full: { square: [768, 768], portrait: [640, 896], landscape: [896, 640] },
  final: { square: [1024, 1024], portrait: [832, 1216], landscape: [1216, 832] },
};

/** Pixels for models that were trained at 512. */
const smallSizes: Record<Quality, QualitySettings["sizes"]> = {
  draft: { square: [512, 512], portrait: [448, 576], landscape: [576, 448] },
  full: { square: [768, 768], portrait: [640, 832], landscape: [832, 640] },
  final: { square: [1024, 1024], portrait: [832, 1216], landscape: [1216, 832] },
};

type Steps = Readonly<Record<Quality, number>>;

/** Qualities that differ in size and steps only. */
export function qualities(
  kind: "megapixel" | "small",
  steps: Steps,
  rest: { cfg: number; sampler: string; scheduler: string },
): Record<Quality, QualitySettings> {
  const sizes = kind === "megapixel" ? megapixelSizes : smallSizes;
  const of = (quality: Quality): QualitySettings => ({
    steps: steps[quality],
    ...rest,
    sizes: sizes[quality],
  });
  return { draft: of("draft"), full: of("full"), final: of("final") };
}

/** A picture that was uploaded, at the size that is painted. */
export const pictureIn: Readonly<Record<string, TemplateNode>> = {
  load: { class_type: "LoadImage", inputs: { image: { hole: "image" } } },
  scale: {
    class_type: "ImageScale",
    inputs: {
      image: ["load", 0],
      upscale_method: "lanczos",
      width: { hole: "width" },
      height: { hole: "height" },
      crop: "center",
    },
  },
};

/** A checkpoint that reads words, and the words. */
export const checkpointAndWords: Readonly<Record<string, TemplateNode>> = {
  model: { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: { file: "checkpoint" } } },
  positive: { class_type: "CLIPTextEncode", inputs: { text: { hole: "prompt" }, clip: ["model", 1] } },
  negative: {
    class_type: "CLIPTextEncode",
    inputs: { text: { hole: "negativePrompt" }, clip: ["model", 1] },
  },
};

/** Encodes the picture, paints over it and hands it out. */
export const paintOver: Readonly<Record<string, TemplateNode>> = {
  encode: { class_type: "VAEEncode", inputs: { pixels: ["scale", 0], vae: ["model", 2] } },
  sample: sampler(["encode", 0], { hole: "strength" }),
  decode: { class_type: "VAEDecode", inputs: { samples: ["sample", 0], vae: ["model", 2] } },
  save: { class_type: "SaveImageWebsocket", inputs: { images: ["decode", 0] } },
};

/** Paints on an empty sheet and hands it out. */
export const paintAnew: Readonly<Record<string, TemplateNode>> = {
  empty: {
    class_type: "EmptyLatentImage",
    inputs: { width: { hole: "width" }, height: { hole: "height" }, batch_size: 1 },
  },
  sample: sampler(["empty", 0], 1),
  decode: { class_type: "VAEDecode", inputs: { samples: ["sample", 0], vae: ["model", 2] } },
  save: { class_type: "SaveImageWebsocket", inputs: { images: ["decode", 0] } },
};

function sampler(latent: readonly [string, number], denoise: number | { hole: "strength" }): TemplateNode {
  return {
    class_type: "KSampler",
    inputs: {
      model: ["model", 0],
      positive: ["positive", 0],
      negative: ["negative", 0],
      latent_image: latent,
      seed: { hole: "seed" },
      steps: { hole: "steps" },
      cfg: { hole: "cfg" },
      sampler_name: { hole: "sampler" },
      scheduler: { hole: "scheduler" },
      denoise,
    },
  };
}
