import type { ComfyWorkflow } from "../graph.ts";
import { fileName, finiteNumber, optionName, wholeNumber, words } from "./check.ts";

/** Holes of the image-to-image workflow. Sizes are pixels and multiples of 8. */
export interface ImageToImageInputs {
  /** Uploaded file, as `subfolder/name`. */
  readonly image: string;
  readonly width: number;
  readonly height: number;
  readonly prompt: string;
  readonly negativePrompt: string;
  /** 0 keeps the drawing, 1 paints freely. Becomes the sampler's `denoise`. */
  readonly strength: number;
  readonly seed: number;
  /** File name of the checkpoint on the server. */
  readonly checkpoint: string;
  readonly steps: number;
  readonly sampler: string;
  readonly scheduler: string;
  readonly cfg: number;
}

/** Draws over an uploaded sketch. Ids are stable, so the model and unchanged words stay cached. */
export function imageToImageGraph(inputs: ImageToImageInputs): ComfyWorkflow {
  const size = (name: "width" | "height"): number =>
    wholeNumber(`${name} / 8`, inputs[name] / 8, 2, 1024) * 8;
  return {
    outputNode: "save",
    graph: {
      model: {
        class_type: "CheckpointLoaderSimple",
        inputs: { ckpt_name: fileName("checkpoint", inputs.checkpoint) },
      },
      positive: {
        class_type: "CLIPTextEncode",
        inputs: { text: words("prompt", inputs.prompt, 10_000), clip: ["model", 1] },
      },
      negative: {
        class_type: "CLIPTextEncode",
        inputs: { text: words("negativePrompt", inputs.negativePrompt, 10_000), clip: ["model", 1] },
      },
      load: { class_type: "LoadImage", inputs: { image: fileName("image", inputs.image) } },
      scale: {
        class_type: "ImageScale",
        inputs: {
          image: ["load", 0],
          upscale_method: "bilinear",
          width: size("width"),
          height: size("height"),
          crop: "disabled",
        },
      },
      encode: { class_type: "VAEEncode", inputs: { pixels: ["scale", 0], vae: ["model", 2] } },
      sample: {
        class_type: "KSampler",
        inputs: {
          model: ["model", 0],
          positive: ["positive", 0],
          negative: ["negative", 0],
          latent_image: ["encode", 0],
          seed: wholeNumber("seed", inputs.seed, 0, Number.MAX_SAFE_INTEGER),
          steps: wholeNumber("steps", inputs.steps, 1, 1000),
          cfg: finiteNumber("cfg", inputs.cfg, 0, 100),
          sampler_name: optionName("sampler", inputs.sampler),
          scheduler: optionName("scheduler", inputs.scheduler),
          denoise: finiteNumber("strength", inputs.strength, 0, 1),
        },
      },
      decode: { class_type: "VAEDecode", inputs: { samples: ["sample", 0], vae: ["model", 2] } },
      save: { class_type: "SaveImageWebsocket", inputs: { images: ["decode", 0] } },
    },
  };
}
