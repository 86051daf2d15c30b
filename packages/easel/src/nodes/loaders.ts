import { modelFile, textual } from "./inputs.ts";
import { NodeFailure } from "./node.ts";
import type { Inputs, NodeContext, NodeDefinition } from "./node.ts";
import type { ModelValue } from "./value.ts";

/** The file that the built-in painter goes by. */
export const painterCheckpoint = "easel-painter.safetensors";

/** The same, in each folder whose files it can stand in for. */
export const painterFiles = [
  { folder: "checkpoints", name: painterCheckpoint },
  { folder: "upscale_models", name: painterCheckpoint },
] as const;

/** Loads nothing and gives the file's name, unless a fault says that the file is not what the list promised. */
function load(inputs: Inputs, input: string, context: NodeContext): string {
  const name = textual(inputs, input);
  const fault = context.faults.peek("lying-model");
  if (!fault || (fault.arg !== null && fault.arg !== name)) return name;
  context.faults.take("lying-model");
  throw new NodeFailure("FileNotFoundError", `Model in folder with filename '${name}' not found.`);
}

const models = (
  file: string | undefined,
  ...kinds: readonly ModelValue["kind"][]
): { outputs: ModelValue[] } => ({
  outputs: kinds.map((kind) => (file === undefined ? { kind } : { kind, file })),
});

const checkpointLoaderSimple: NodeDefinition = {
  classType: "CheckpointLoaderSimple",
  displayName: "Load Checkpoint",
  description: "Loads a diffusion model checkpoint, diffusion models are used to denoise latents.",
  category: "loaders",
  required: (house) => ({
    ckpt_name: [house.models.list("checkpoints"), { tooltip: "The name of the checkpoint (model) to load." }],
  }),
  outputs: ["MODEL", "CLIP", "VAE"],
  outputTooltips: [
    "The model used for denoising latents.",
    "The CLIP model used for encoding text prompts.",
    "The VAE model used for encoding and decoding images to and from latent space.",
  ],
  run: (inputs, context) => {
    return models(load(inputs, "ckpt_name", context), "MODEL", "CLIP", "VAE");
  },
};

const unetLoader: NodeDefinition = {
  classType: "UNETLoader",
  displayName: "Load Diffusion Model",
  category: "advanced/loaders",
  required: (house) => ({
    unet_name: [house.models.list("diffusion_models")],
    weight_dtype: [["default", "fp8_e4m3fn", "fp8_e4m3fn_fast", "fp8_e5m2"]],
  }),
  outputs: ["MODEL"],
  run: (inputs, context) => {
    return models(load(inputs, "unet_name", context), "MODEL");
  },
};

const clipTypes =
  "stable_diffusion stable_cascade sd3 stable_audio mochi ltxv pixart cosmos lumina2 wan hidream chroma ace omnigen2 qwen_image hunyuan_image".split(
    " ",
  );

const clipLoader: NodeDefinition = {
  classType: "CLIPLoader",
  displayName: "Load CLIP",
  category: "advanced/loaders",
  required: (house) => ({
    clip_name: [house.models.list("text_encoders")],
    type: [house.generation === "0.3.64" ? clipTypes : [...clipTypes, "flux2", "ovis"]],
  }),
  optional: () => ({ device: [["default", "cpu"], { advanced: true }] }),
  outputs: ["CLIP"],
  run: (inputs, context) => {
    return models(load(inputs, "clip_name", context), "CLIP");
  },
};

const vaeLoader: NodeDefinition = {
  classType: "VAELoader",
  displayName: "Load VAE",
  category: "loaders",
  required: (house) => ({ vae_name: [[...house.models.list("vae"), "pixel_space"]] }),
  outputs: ["VAE"],
  run: (inputs, context) => {
    return models(load(inputs, "vae_name", context), "VAE");
  },
};

const loraStrength = { default: 1, min: -100, max: 100, step: 0.01 };
const loraWords =
  "LoRAs are used to modify diffusion and CLIP models, altering the way in which latents are denoised such as applying styles. Multiple LoRA nodes can be linked together.";

const loraLoader: NodeDefinition = {
  classType: "LoraLoader",
  displayName: "Load LoRA",
  description: loraWords,
  category: "loaders",
  required: (house) => ({
    model: ["MODEL", { tooltip: "The diffusion model the LoRA will be applied to." }],
    clip: ["CLIP", { tooltip: "The CLIP model the LoRA will be applied to." }],
    lora_name: [house.models.list("loras"), { tooltip: "The name of the LoRA." }],
    strength_model: [
      "FLOAT",
      {
        ...loraStrength,
        tooltip: "How strongly to modify the diffusion model. This value can be negative.",
      },
    ],
    strength_clip: [
      "FLOAT",
      { ...loraStrength, tooltip: "How strongly to modify the CLIP model. This value can be negative." },
    ],
  }),
  outputs: ["MODEL", "CLIP"],
  outputTooltips: ["The modified diffusion model.", "The modified CLIP model."],
  run: (inputs, context) => {
    load(inputs, "lora_name", context);
    return models(modelFile(inputs), "MODEL", "CLIP");
  },
};

const loraLoaderModelOnly: NodeDefinition = {
  classType: "LoraLoaderModelOnly",
  description: loraWords,
  category: "loaders",
  required: (house) => ({
    model: ["MODEL"],
    lora_name: [house.models.list("loras")],
    strength_model: ["FLOAT", loraStrength],
  }),
  outputs: ["MODEL"],
  outputTooltips: ["The modified diffusion model.", "The modified CLIP model."],
  run: (inputs, context) => {
    load(inputs, "lora_name", context);
    return models(modelFile(inputs), "MODEL");
  },
};

const imageOnlyCheckpointLoader: NodeDefinition = {
  classType: "ImageOnlyCheckpointLoader",
  displayName: "Image Only Checkpoint Loader (img2vid model)",
  category: "loaders/video_models",
  pythonModule: "comfy_extras.nodes_video_model",
  required: (house) => ({ ckpt_name: [house.models.list("checkpoints")] }),
  outputs: ["MODEL", "CLIP_VISION", "VAE"],
  run: (inputs, context) => {
    return models(load(inputs, "ckpt_name", context), "MODEL", "CLIP_VISION", "VAE");
  },
};

const upscaleModelLoader: NodeDefinition = {
  classType: "UpscaleModelLoader",
  displayName: "Load Upscale Model",
  category: "loaders",
  pythonModule: "comfy_extras.nodes_upscale_model",
  newFormSince: "0.3.64",
  required: (house) => ({ model_name: [house.models.list("upscale_models")] }),
  outputs: ["UPSCALE_MODEL"],
  run: (inputs, context) => {
    return models(load(inputs, "model_name", context), "UPSCALE_MODEL");
  },
};

/** Nodes that load a file. */
export const loaders: readonly NodeDefinition[] = [
  checkpointLoaderSimple,
  unetLoader,
  clipLoader,
  vaeLoader,
  loraLoader,
  loraLoaderModelOnly,
  imageOnlyCheckpointLoader,
  upscaleModelLoader,
];
