import { checkpointAndWords, paintAnew, paintOver, pictureIn, qualities } from "./pieces.ts";
import type { WorkflowFile, WorkflowTemplate } from "./template.ts";

const checkpoint = (name: string, source: string, sizeGb: number): readonly WorkflowFile[] => [
  { role: "checkpoint", folder: "checkpoints", name, source: `https://huggingface.co/${source}`, sizeGb },
];

const overPicture = {
  makes: "picture",
  takesImage: true,
  takesWords: true,
  nodes: { ...checkpointAndWords, ...pictureIn, ...paintOver },
  outputNode: "save",
  lora: { model: "model", clip: ["model", 1] },
} as const;

/** SDXL-Lightning: four steps without guidance. */
export const sdxlLightning: WorkflowTemplate = {
  ...overPicture,
  id: "sdxl-lightning-image-to-image",
  title: "SDXL-Lightning, 4 steps, over a picture",
  use: "live",
  files: checkpoint("sdxl_lightning_4step.safetensors", "ByteDance/SDXL-Lightning", 6.9),
  vramGb: 9,
  qualities: qualities(
    "megapixel",
    { draft: 4, full: 4, final: 4 },
    { cfg: 1, sampler: "euler", scheduler: "sgm_uniform" },
  ),
};

/** SDXL-Turbo: trained at 512 pixels, one to four steps. */
export const sdxlTurbo: WorkflowTemplate = {
  ...overPicture,
  id: "sdxl-turbo-image-to-image",
  title: "SDXL-Turbo, over a picture",
  use: "live",
  files: checkpoint("sd_xl_turbo_1.0_fp16.safetensors", "stabilityai/sdxl-turbo", 6.9),
  vramGb: 9,
  qualities: qualities(
    "small",
    { draft: 2, full: 4, final: 4 },
    { cfg: 1, sampler: "euler_ancestral", scheduler: "normal" },
  ),
};

/** SD-Turbo: the smallest and fastest. */
export const sdTurbo: WorkflowTemplate = {
  ...overPicture,
  id: "sd-turbo-image-to-image",
  title: "SD-Turbo, over a picture",
  use: "live",
  files: checkpoint("sd_turbo.safetensors", "stabilityai/sd-turbo", 5.2),
  vramGb: 5,
  qualities: qualities(
    "small",
    { draft: 2, full: 3, final: 4 },
    { cfg: 1, sampler: "euler_ancestral", scheduler: "normal" },
  ),
};

const base = {
  use: "queued",
  files: checkpoint("sd_xl_base_1.0.safetensors", "stabilityai/stable-diffusion-xl-base-1.0", 6.9),
  vramGb: 10,
  qualities: qualities(
    "megapixel",
    { draft: 20, full: 28, final: 35 },
    { cfg: 7.5, sampler: "dpmpp_2m", scheduler: "karras" },
  ),
} as const;

/** SDXL from words, at its own buckets: 768 by 1024 is none of them. */
export const sdxlTextToImage: WorkflowTemplate = {
  ...overPicture,
  ...base,
  id: "sdxl-text-to-image",
  title: "SDXL, from words",
  takesImage: false,
  nodes: { ...checkpointAndWords, ...paintAnew },
};

/** SDXL over a picture. */
export const sdxlImageToImage: WorkflowTemplate = {
  ...overPicture,
  ...base,
  id: "sdxl-image-to-image",
  title: "SDXL, over a picture",
};
