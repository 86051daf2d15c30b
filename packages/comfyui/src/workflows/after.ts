import { pictureIn } from "./pieces.ts";
import type { QualitySettings, WorkflowTemplate } from "./template.ts";

const plain = { steps: 1, cfg: 1, sampler: "euler", scheduler: "simple" } as const;
const enlarged = (side: number, long: number, short: number): QualitySettings => ({
  ...plain,
  sizes: { square: [side, side], portrait: [short, long], landscape: [long, short] },
});

/** Enlarges a finished picture four times, then brings it to the size asked for. */
export const upscale: WorkflowTemplate = {
  id: "upscale",
  title: "Upscale a picture",
  use: "queued",
  makes: "picture",
  takesImage: true,
  takesWords: false,
  files: [
    {
      role: "upscaler",
      folder: "upscale_models",
      name: "RealESRGAN_x4plus.pth",
      source: "https://github.com/xinntao/Real-ESRGAN",
      sizeGb: 0.07,
    },
  ],
  vramGb: 4,
  qualities: {
    draft: enlarged(1024, 1216, 832),
    full: enlarged(1536, 1824, 1248),
    final: enlarged(2048, 2432, 1664),
  },
  nodes: {
    model: { class_type: "UpscaleModelLoader", inputs: { model_name: { file: "upscaler" } } },
    load: pictureIn["load"]!,
    enlarge: {
      class_type: "ImageUpscaleWithModel",
      inputs: { upscale_model: ["model", 0], image: ["load", 0] },
    },
    scale: {
      class_type: "ImageScale",
      inputs: {
        image: ["enlarge", 0],
        upscale_method: "lanczos",
        width: { hole: "width" },
        height: { hole: "height" },
        crop: "center",
      },
    },
    save: { class_type: "SaveImageWebsocket", inputs: { images: ["scale", 0] } },
  },
  outputNode: "save",
  lora: null,
};

const moving = (steps: number): QualitySettings => ({
  steps,
  cfg: 2.5,
  sampler: "euler",
  scheduler: "karras",
  // What the model was trained on. Anything else is cropped to it in the middle.
  sizes: { landscape: [1024, 576], portrait: [576, 1024] },
});

const frames = 25;
const fps = 6;

/** Makes a finished picture move: 25 frames at 6 a second are 4.17 seconds, and cannot be six. */
export const svdImageToVideo: WorkflowTemplate = {
  id: "svd-image-to-video",
  title: "SVD-XT, a picture that moves",
  use: "queued",
  makes: "clip",
  takesImage: true,
  takesWords: false,
  files: [
    {
      role: "checkpoint",
      folder: "checkpoints",
      name: "svd_xt.safetensors",
      source: "https://huggingface.co/stabilityai/stable-video-diffusion-img2vid-xt",
      sizeGb: 9.6,
    },
  ],
  vramGb: 16,
  qualities: { draft: moving(12), full: moving(20), final: moving(25) },
  nodes: {
    model: { class_type: "ImageOnlyCheckpointLoader", inputs: { ckpt_name: { file: "checkpoint" } } },
    ...pictureIn,
    guidance: { class_type: "VideoLinearCFGGuidance", inputs: { model: ["model", 0], min_cfg: 1 } },
    motion: {
      class_type: "SVD_img2vid_Conditioning",
      inputs: {
        clip_vision: ["model", 1],
        init_image: ["scale", 0],
        vae: ["model", 2],
        width: { hole: "width" },
        height: { hole: "height" },
        video_frames: frames,
        motion_bucket_id: 127,
        fps,
        augmentation_level: 0.02,
      },
    },
    sample: {
      class_type: "KSampler",
      inputs: {
        model: ["guidance", 0],
        positive: ["motion", 0],
        negative: ["motion", 1],
        latent_image: ["motion", 2],
        seed: { hole: "seed" },
        steps: { hole: "steps" },
        cfg: { hole: "cfg" },
        sampler_name: { hole: "sampler" },
        scheduler: { hole: "scheduler" },
        denoise: 1,
      },
    },
    decode: { class_type: "VAEDecode", inputs: { samples: ["sample", 0], vae: ["model", 2] } },
    save: {
      class_type: "SaveAnimatedWEBP",
      inputs: {
        images: ["decode", 0],
        filename_prefix: { hole: "prefix" },
        fps,
        lossless: false,
        quality: 85,
        method: "default",
      },
    },
  },
  outputNode: "save",
  lora: null,
  clip: { frames, fps, seconds: frames / fps },
};
