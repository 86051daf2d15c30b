import { parseAnnotated } from "../memory-files.ts";
import type { MemoryFiles, StoredFile } from "../memory-files.ts";
import { resizeImage } from "./image-changes.ts";
import { numeric, tagged, textual } from "./inputs.ts";
import { readLatent, writeLatent } from "./latent-file.ts";
import { NodeFailure } from "./node.ts";
import type { InputConfig, Inputs, NodeDefinition } from "./node.ts";
import { checkPixels } from "./pixels.ts";
import { savePlaces, writeOutput } from "./save-file.ts";
import type { LatentValue } from "./value.ts";

function emptyLatent(inputs: Inputs, multiple: number): { outputs: [LatentValue] } {
  const width = Math.floor(numeric(inputs, "width") / multiple) * multiple;
  const height = Math.floor(numeric(inputs, "height") / multiple) * multiple;
  const batch = numeric(inputs, "batch_size");
  checkPixels(width, height, batch);
  const paper = new Uint8Array(width * height * 3).fill(255);
  const frames = Array.from({ length: batch }, () => paper);
  return { outputs: [{ kind: "LATENT", image: { kind: "IMAGE", width, height, frames } }] };
}

const batch = { default: 1, min: 1, max: 4096 };
const side = (fallback: number, step: number): InputConfig => ({
  default: fallback,
  min: 16,
  max: 16384,
  step,
});

const emptyLatentImage: NodeDefinition = {
  classType: "EmptyLatentImage",
  displayName: "Empty Latent Image",
  description: "Create a new batch of empty latent images to be denoised via sampling.",
  category: "latent",
  required: () => ({
    width: ["INT", { ...side(512, 8), tooltip: "The width of the latent images in pixels." }],
    height: ["INT", { ...side(512, 8), tooltip: "The height of the latent images in pixels." }],
    batch_size: ["INT", { ...batch, tooltip: "The number of latent images in the batch." }],
  }),
  outputs: ["LATENT"],
  outputTooltips: ["The empty latent image batch."],
  run: (inputs) => emptyLatent(inputs, 8),
};

const emptySd3LatentImage: NodeDefinition = {
  classType: "EmptySD3LatentImage",
  category: "latent/sd3",
  pythonModule: "comfy_extras.nodes_sd3",
  newFormSince: "0.3.64",
  required: () => ({
    width: ["INT", side(1024, 16)],
    height: ["INT", side(1024, 16)],
    batch_size: ["INT", batch],
  }),
  outputs: ["LATENT"],
  run: (inputs) => emptyLatent(inputs, 16),
};

const emptyFlux2LatentImage: NodeDefinition = {
  classType: "EmptyFlux2LatentImage",
  displayName: "Empty Flux 2 Latent",
  category: "latent",
  pythonModule: "comfy_extras.nodes_flux",
  since: "0.38.1",
  newFormSince: "0.38.1",
  required: () => ({
    width: ["INT", side(1024, 16)],
    height: ["INT", side(1024, 16)],
    batch_size: ["INT", batch],
  }),
  outputs: ["LATENT"],
  run: (inputs) => emptyLatent(inputs, 16),
};

const latentUpscale: NodeDefinition = {
  classType: "LatentUpscale",
  displayName: "Upscale Latent",
  category: "latent",
  required: () => ({
    samples: ["LATENT"],
    upscale_method: [["nearest-exact", "bilinear", "area", "bicubic", "bislerp"]],
    width: ["INT", { default: 512, min: 0, max: 16384, step: 8 }],
    height: ["INT", { default: 512, min: 0, max: 16384, step: 8 }],
    crop: [["disabled", "center"]],
  }),
  outputs: ["LATENT"],
  run: async (inputs) => {
    const { image } = tagged(inputs, "samples", "LATENT");
    return { outputs: [{ kind: "LATENT", image: await resizeImage(image, inputs) }] };
  },
};

const saveLatent: NodeDefinition = {
  classType: "SaveLatent",
  category: "_for_testing",
  required: () => ({ samples: ["LATENT"], filename_prefix: ["STRING", { default: "latents/ComfyUI" }] }),
  hidden: { prompt: "PROMPT", extra_pnginfo: "EXTRA_PNGINFO" },
  outputs: [],
  isOutput: true,
  run: (inputs, context) => {
    const [place] = savePlaces(context, "output", textual(inputs, "filename_prefix"), "latent", 1);
    writeOutput(context, place, writeLatent(tagged(inputs, "samples", "LATENT")));
    return { outputs: [], ui: { latents: [place] } };
  },
};

function stored(inputs: Inputs, files: MemoryFiles): StoredFile | undefined {
  const at = parseAnnotated(textual(inputs, "latent"));
  return at ? files.get(at.type, at.subfolder, at.name) : undefined;
}

const loadLatent: NodeDefinition = {
  classType: "LoadLatent",
  category: "_for_testing",
  required: ({ files }) => ({ latent: [files.list("input").filter((name) => name.endsWith(".latent"))] }),
  outputs: ["LATENT"],
  fingerprint: (inputs, files) => stored(inputs, files)?.sha256 ?? null,
  check: (inputs, files) => ({
    latent: stored(inputs, files) ? null : `Invalid latent file: ${textual(inputs, "latent")}`,
  }),
  run: (inputs, { files }) => {
    const name = textual(inputs, "latent");
    const file = stored(inputs, files);
    if (!file) throw new NodeFailure("FileNotFoundError", `No such file or directory: ${name}`);
    return { outputs: [readLatent(file.bytes, name)] };
  },
};

/** Nodes about latents. */
export const latentNodes: readonly NodeDefinition[] = [
  emptyLatentImage,
  emptySd3LatentImage,
  emptyFlux2LatentImage,
  latentUpscale,
  saveLatent,
  loadLatent,
];
