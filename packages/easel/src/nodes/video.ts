import { resizeImage } from "./image-changes.ts";
import { numeric, tagged } from "./inputs.ts";
import type { NodeDefinition } from "./node.ts";
import { checkPixels } from "./pixels.ts";

const module = { pythonModule: "comfy_extras.nodes_video_model", newFormSince: "0.38.1" } as const;

const svdConditioning: NodeDefinition = {
  ...module,
  classType: "SVD_img2vid_Conditioning",
  category: "conditioning/video_models",
  required: () => ({
    clip_vision: ["CLIP_VISION"],
    init_image: ["IMAGE"],
    vae: ["VAE"],
    width: ["INT", { default: 1024, min: 16, max: 16384, step: 8 }],
    height: ["INT", { default: 576, min: 16, max: 16384, step: 8 }],
    video_frames: ["INT", { default: 14, min: 1, max: 4096 }],
    motion_bucket_id: ["INT", { default: 127, min: 1, max: 1023 }],
    fps: ["INT", { default: 6, min: 1, max: 1024 }],
    augmentation_level: ["FLOAT", { default: 0, min: 0, max: 10, step: 0.01 }],
  }),
  outputs: ["CONDITIONING", "CONDITIONING", "LATENT"],
  outputNames: ["positive", "negative", "latent"],
  run: async (inputs) => {
    const [width, height] = [numeric(inputs, "width"), numeric(inputs, "height")];
    const count = numeric(inputs, "video_frames");
    checkPixels(width, height, count);
    const options = { width, height, upscale_method: "bilinear", crop: "center" };
    const first = (await resizeImage(tagged(inputs, "init_image", "IMAGE"), options)).frames[0];
    const motion = {
      bucket: numeric(inputs, "motion_bucket_id"),
      augmentation: numeric(inputs, "augmentation_level"),
    };
    const frames = Array.from({ length: count }, () => first);
    return {
      outputs: [
        { kind: "CONDITIONING", text: "", motion },
        { kind: "CONDITIONING", text: "" },
        { kind: "LATENT", image: { kind: "IMAGE", width, height, frames } },
      ],
    };
  },
};

const videoLinearCfgGuidance: NodeDefinition = {
  ...module,
  classType: "VideoLinearCFGGuidance",
  category: "sampling/video_models",
  required: () => ({
    model: ["MODEL"],
    min_cfg: ["FLOAT", { default: 1, min: 0, max: 100, step: 0.5, round: 0.01 }],
  }),
  outputs: ["MODEL"],
  run: () => ({ outputs: [{ kind: "MODEL" }] }),
};

/** Nodes that make a picture move. */
export const videoNodes: readonly NodeDefinition[] = [svdConditioning, videoLinearCfgGuidance];
