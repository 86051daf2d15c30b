import { pictureIn, qualities } from "./pieces.ts";
import type { TemplateInput, TemplateNode, WorkflowFile, WorkflowTemplate } from "./template.ts";

const source = "https://huggingface.co/Comfy-Org/Flux-2-Klein";

const files: readonly WorkflowFile[] = [
  { role: "model", folder: "diffusion_models", name: "flux-2-klein-4b.safetensors", source, sizeGb: 7.8 },
  { role: "words", folder: "text_encoders", name: "qwen_3_4b.safetensors", source, sizeGb: 8 },
  { role: "vae", folder: "vae", name: "flux2-vae.safetensors", source, sizeGb: 0.3 },
];

// Distilled to four steps without guidance: there is nothing for a negative prompt to work on.
const settings = qualities(
  "megapixel",
  { draft: 4, full: 4, final: 4 },
  { cfg: 1, sampler: "euler", scheduler: "simple" },
);

const loaders: Readonly<Record<string, TemplateNode>> = {
  model: { class_type: "UNETLoader", inputs: { unet_name: { file: "model" }, weight_dtype: "default" } },
  clip: {
    class_type: "CLIPLoader",
    inputs: { clip_name: { file: "words" }, type: "flux2", device: "default" },
  },
  vae: { class_type: "VAELoader", inputs: { vae_name: { file: "vae" } } },
  positive: { class_type: "CLIPTextEncode", inputs: { text: { hole: "prompt" }, clip: ["clip", 0] } },
  guider: { class_type: "BasicGuider", inputs: { model: ["model", 0], conditioning: ["positive", 0] } },
  noise: { class_type: "RandomNoise", inputs: { noise_seed: { hole: "seed" } } },
  sampler: { class_type: "KSamplerSelect", inputs: { sampler_name: { hole: "sampler" } } },
};

const paint = (sigmas: TemplateInput, latent: TemplateInput): Readonly<Record<string, TemplateNode>> => ({
  sample: {
    class_type: "SamplerCustomAdvanced",
    inputs: {
      noise: ["noise", 0],
      guider: ["guider", 0],
      sampler: ["sampler", 0],
      sigmas,
      latent_image: latent,
    },
  },
  decode: { class_type: "VAEDecode", inputs: { samples: ["sample", 0], vae: ["vae", 0] } },
  save: { class_type: "SaveImageWebsocket", inputs: { images: ["decode", 0] } },
});

const schedule = (steps: "steps" | "scheduledSteps"): TemplateNode => ({
  class_type: "Flux2Scheduler",
  inputs: { steps: { hole: steps }, width: { hole: "width" }, height: { hole: "height" } },
});

const shared = {
  makes: "picture",
  takesWords: true,
  files,
  vramGb: 13,
  qualities: settings,
  outputNode: "save",
  lora: { model: "model", clip: null },
} as const;

/** FLUX.2 klein 4B over a drawing: four steps are run whatever the strength. */
export const kleinImageToImage: WorkflowTemplate = {
  ...shared,
  id: "flux2-klein-4b-image-to-image",
  title: "FLUX.2 klein 4B, over a picture",
  use: "live",
  takesImage: true,
  nodes: {
    ...loaders,
    ...pictureIn,
    encode: { class_type: "VAEEncode", inputs: { pixels: ["scale", 0], vae: ["vae", 0] } },
    schedule: schedule("scheduledSteps"),
    part: {
      class_type: "SplitSigmasDenoise",
      inputs: { sigmas: ["schedule", 0], denoise: { hole: "strength" } },
    },
    ...paint(["part", 1], ["encode", 0]),
  },
};

/** FLUX.2 klein 4B from words alone. */
export const kleinTextToImage: WorkflowTemplate = {
  ...shared,
  id: "flux2-klein-4b-text-to-image",
  title: "FLUX.2 klein 4B, from words",
  use: "queued",
  takesImage: false,
  nodes: {
    ...loaders,
    schedule: schedule("steps"),
    empty: {
      class_type: "EmptyFlux2LatentImage",
      inputs: { width: { hole: "width" }, height: { hole: "height" }, batch_size: 1 },
    },
    ...paint(["schedule", 0], ["empty", 0]),
  },
};
