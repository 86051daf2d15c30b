import { maxSeed, modelFile, numeric, seedOf, tagged, textual } from "./inputs.ts";
import type { Inputs, InputSpecs, NodeDefinition } from "./node.ts";
import { mapFrames } from "./pixels.ts";
import { sample } from "./sample.ts";
import type { SampleRequest } from "./sample.ts";
import { samplerNames, schedulerNames } from "./sampler-names.ts";

const seed = { default: 0, min: 0, max: maxSeed, control_after_generate: true };
const steps = { default: 20, min: 1, max: 10000 };
const cfg = { default: 8, min: 0, max: 100, step: 0.1, round: 0.01 };

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

const conditioningZeroOut: NodeDefinition = {
  classType: "ConditioningZeroOut",
  category: "advanced/conditioning",
  required: () => ({ conditioning: ["CONDITIONING"] }),
  outputs: ["CONDITIONING"],
  run: () => ({ outputs: [{ kind: "CONDITIONING", text: "" }] }),
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

/** Inputs of `KSampler`. */
export const kSamplerInputs: InputSpecs = {
  model: ["MODEL"],
  seed: ["INT", seed],
  steps: ["INT", steps],
  cfg: ["FLOAT", cfg],
  sampler_name: [samplerNames],
  scheduler: [schedulerNames],
  positive: ["CONDITIONING"],
  negative: ["CONDITIONING"],
  latent_image: ["LATENT"],
  denoise: ["FLOAT", { default: 1, min: 0, max: 1, step: 0.01 }],
};

/** What `KSampler` is asked for. */
export const kSamplerRequest = (inputs: Inputs): SampleRequest => ({
  latent: tagged(inputs, "latent_image", "LATENT"),
  conditioning: tagged(inputs, "positive", "CONDITIONING"),
  denoise: numeric(inputs, "denoise"),
  seed: seedOf(inputs, "seed"),
  steps: numeric(inputs, "steps"),
  model: modelFile(inputs),
});

const kSampler: NodeDefinition = {
  classType: "KSampler",
  description:
    "Uses the provided model, positive and negative conditioning to denoise the latent image. Here: paints the drawing it is given.",
  category: "sampling",
  required: () => kSamplerInputs,
  outputs: ["LATENT"],
  outputTooltips: ["The denoised latent."],
  run: async (inputs, context) => ({ outputs: [await sample(kSamplerRequest(inputs), context)] }),
};

const advancedInputs: InputSpecs = {
  model: ["MODEL"],
  add_noise: [["enable", "disable"]],
  noise_seed: ["INT", seed],
  steps: ["INT", steps],
  cfg: ["FLOAT", cfg],
  sampler_name: [samplerNames],
  scheduler: [schedulerNames],
  positive: ["CONDITIONING"],
  negative: ["CONDITIONING"],
  latent_image: ["LATENT"],
  start_at_step: ["INT", { default: 0, min: 0, max: 10000 }],
  end_at_step: ["INT", { default: 10000, min: 0, max: 10000 }],
  return_with_leftover_noise: [["disable", "enable"]],
};

const kSamplerAdvanced: NodeDefinition = {
  classType: "KSamplerAdvanced",
  displayName: "KSampler (Advanced)",
  category: "sampling",
  required: () => advancedInputs,
  outputs: ["LATENT"],
  run: async (inputs, context) => {
    const all = numeric(inputs, "steps");
    const from = Math.min(all, numeric(inputs, "start_at_step"));
    const to = Math.min(all, numeric(inputs, "end_at_step"));
    const latent = tagged(inputs, "latent_image", "LATENT");
    if (to <= from) return { outputs: [latent] };
    const painted = await sample(
      {
        latent,
        conditioning: tagged(inputs, "positive", "CONDITIONING"),
        denoise: textual(inputs, "add_noise") === "enable" ? 1 - from / all : 0,
        seed: seedOf(inputs, "noise_seed"),
        steps: to - from,
        model: modelFile(inputs),
      },
      context,
    );
    return { outputs: [painted] };
  },
};

/** Nodes of the way from words and a drawing to a picture. */
export const paintingNodes: readonly NodeDefinition[] = [
  clipTextEncode,
  conditioningZeroOut,
  vaeEncode,
  kSampler,
  kSamplerAdvanced,
  vaeDecode,
];
