import { setTimeout as sleep } from "node:timers/promises";
import { numeric, tagged, textual } from "./inputs.ts";
import type { NodeDefinition } from "./node.ts";
import { checkPixels, mapFrames } from "./pixels.ts";

/** The only checkpoint there is. */
export const painterCheckpoint = "easel-painter.safetensors";

const samplers = [
  "euler",
  "euler_ancestral",
  "heun",
  "dpm_2",
  "dpm_2_ancestral",
  "lms",
  "dpmpp_2s_ancestral",
  "dpmpp_sde",
  "dpmpp_2m",
  "dpmpp_2m_sde",
  "dpmpp_3m_sde",
  "ddpm",
  "lcm",
  "res_multistep",
  "ddim",
  "uni_pc",
  "uni_pc_bh2",
];
const schedulers = [
  "simple",
  "sgm_uniform",
  "karras",
  "exponential",
  "ddim_uniform",
  "beta",
  "normal",
  "linear_quadratic",
  "kl_optimal",
];

const checkpointLoaderSimple: NodeDefinition = {
  classType: "CheckpointLoaderSimple",
  displayName: "Load Checkpoint",
  description: "Loads a diffusion model checkpoint, diffusion models are used to denoise latents.",
  category: "loaders",
  required: () => ({
    ckpt_name: [[painterCheckpoint], { tooltip: "The name of the checkpoint (model) to load." }],
  }),
  outputs: ["MODEL", "CLIP", "VAE"],
  outputTooltips: [
    "The model used for denoising latents.",
    "The CLIP model used for encoding text prompts.",
    "The VAE model used for encoding and decoding images to and from latent space.",
  ],
  run: () => ({ outputs: [{ kind: "MODEL" }, { kind: "CLIP" }, { kind: "VAE" }] }),
};

const clipTextEncode: NodeDefinition = {
  classType: "CLIPTextEncode",
  displayName: "CLIP Text Encode (Prompt)",
  description:
    "Encodes a text prompt using a CLIP model into an embedding that can be used to guide the diffusion model towards generating specific images.",
  category: "conditioning",
  required: () => ({
    text: ["STRING", { multiline: true, dynamicPrompts: true, tooltip: "The text to be encoded." }],
    clip: ["CLIP", { tooltip: "The CLIP model used for encoding the text." }],
  }),
  outputs: ["CONDITIONING"],
  outputTooltips: ["A conditioning containing the embedded text used to guide the diffusion model."],
  run: (inputs) => ({ outputs: [{ kind: "CONDITIONING", text: textual(inputs, "text") }] }),
};

const latentSide = { default: 512, min: 16, max: 16384, step: 8 };

const emptyLatentImage: NodeDefinition = {
  classType: "EmptyLatentImage",
  displayName: "Empty Latent Image",
  description: "Create a new batch of empty latent images to be denoised via sampling.",
  category: "latent",
  required: () => ({
    width: ["INT", { ...latentSide, tooltip: "The width of the latent images in pixels." }],
    height: ["INT", { ...latentSide, tooltip: "The height of the latent images in pixels." }],
    batch_size: [
      "INT",
      { default: 1, min: 1, max: 4096, tooltip: "The number of latent images in the batch." },
    ],
  }),
  outputs: ["LATENT"],
  outputTooltips: ["The empty latent image batch."],
  run: (inputs) => {
    const width = Math.floor(numeric(inputs, "width") / 8) * 8;
    const height = Math.floor(numeric(inputs, "height") / 8) * 8;
    const batch = numeric(inputs, "batch_size");
    checkPixels(width, height, batch);
    const paper = new Uint8Array(width * height * 3).fill(255);
    const frames = Array.from({ length: batch }, () => paper);
    return { outputs: [{ kind: "LATENT", image: { kind: "IMAGE", width, height, frames } }] };
  },
};

const vaeEncode: NodeDefinition = {
  classType: "VAEEncode",
  displayName: "VAE Encode",
  category: "latent",
  required: () => ({ pixels: ["IMAGE"], vae: ["VAE"] }),
  outputs: ["LATENT"],
  run: async (inputs) => {
    const source = tagged(inputs, "pixels", "IMAGE");
    const width = Math.max(8, Math.floor(source.width / 8) * 8);
    const height = Math.max(8, Math.floor(source.height / 8) * 8);
    const left = Math.max(0, (source.width - width) >> 1);
    const top = Math.max(0, (source.height - height) >> 1);
    if (width === source.width && height === source.height)
      return { outputs: [{ kind: "LATENT", image: source }] };
    const image = await mapFrames(source, { width, height }, (frame) => {
      const cut = new Uint8Array(width * height * 3).fill(255);
      for (let row = 0; row < Math.min(height, source.height); row++) {
        const from = ((top + row) * source.width + left) * 3;
        cut.set(frame.subarray(from, from + Math.min(width, source.width) * 3), row * width * 3);
      }
      return cut;
    });
    return { outputs: [{ kind: "LATENT", image }] };
  },
};

const vaeDecode: NodeDefinition = {
  classType: "VAEDecode",
  displayName: "VAE Decode",
  description: "Decodes latent images back into pixel space images.",
  category: "latent",
  required: () => ({
    samples: ["LATENT", { tooltip: "The latent to be decoded." }],
    vae: ["VAE", { tooltip: "The VAE model used for decoding the latent." }],
  }),
  outputs: ["IMAGE"],
  outputTooltips: ["The decoded image."],
  run: (inputs) => ({ outputs: [tagged(inputs, "samples", "LATENT").image] }),
};

const kSampler: NodeDefinition = {
  classType: "KSampler",
  description:
    "Uses the provided model, positive and negative conditioning to denoise the latent image. Here: paints the drawing it is given.",
  category: "sampling",
  required: () => ({
    model: ["MODEL"],
    seed: ["INT", { default: 0, min: 0, max: 2 ** 64, control_after_generate: true }],
    steps: ["INT", { default: 20, min: 1, max: 10000 }],
    cfg: ["FLOAT", { default: 8, min: 0, max: 100, step: 0.1, round: 0.01 }],
    sampler_name: [samplers],
    scheduler: [schedulers],
    positive: ["CONDITIONING"],
    negative: ["CONDITIONING"],
    latent_image: ["LATENT"],
    denoise: ["FLOAT", { default: 1, min: 0, max: 1, step: 0.01 }],
  }),
  outputs: ["LATENT"],
  outputTooltips: ["The denoised latent."],
  run: async (inputs, context) => {
    const source = tagged(inputs, "latent_image", "LATENT").image;
    const steps = numeric(inputs, "steps");
    const { width, height } = source;
    const painted = mapFrames(source, source, (pixels, index) =>
      context.paint({
        pixels,
        width,
        height,
        prompt: tagged(inputs, "positive", "CONDITIONING").text,
        strength: numeric(inputs, "denoise"),
        seed: numeric(inputs, "seed") + index,
      }),
    );
    // An interrupt below leaves the worker to finish alone; its failure is then nobody's.
    painted.catch(() => undefined);
    for (let step = 1; step <= steps; step++) {
      // The painter paints once; a longer list of steps only divides the wait.
      if (context.paintDelayMs > 0) await sleep(context.paintDelayMs / steps);
      if (step === steps) await painted;
      context.checkInterrupt();
      context.progress(step, steps);
    }
    return { outputs: [{ kind: "LATENT", image: await painted }] };
  },
};

/** Nodes of the way from words and a drawing to a picture. */
export const paintingNodes: readonly NodeDefinition[] = [
  checkpointLoaderSimple,
  clipTextEncode,
  emptyLatentImage,
  vaeEncode,
  kSampler,
  vaeDecode,
];
