import { resizeImage } from "./image-changes.ts";
import { numeric, tagged } from "./inputs.ts";
import type { NodeDefinition } from "./node.ts";
import { checkPixels, mapFrames } from "./pixels.ts";

const image = ["IMAGE"] as const;
const module = { pythonModule: "comfy_extras.nodes_images" } as const;

const imageScaleBy: NodeDefinition = {
  classType: "ImageScaleBy",
  displayName: "Upscale Image By",
  category: "image/upscaling",
  required: () => ({
    image,
    upscale_method: [["nearest-exact", "bilinear", "area", "bicubic", "lanczos"]],
    scale_by: ["FLOAT", { default: 1, min: 0.01, max: 8, step: 0.01 }],
  }),
  outputs: ["IMAGE"],
  run: async (inputs) => {
    const source = tagged(inputs, "image", "IMAGE");
    const by = numeric(inputs, "scale_by");
    const size = {
      width: Math.max(1, Math.round(source.width * by)),
      height: Math.max(1, Math.round(source.height * by)),
    };
    return { outputs: [await resizeImage(source, { ...inputs, ...size })] };
  },
};

const repeatImageBatch: NodeDefinition = {
  ...module,
  classType: "RepeatImageBatch",
  category: "image/batch",
  required: () => ({ image, amount: ["INT", { default: 1, min: 1, max: 4096 }] }),
  outputs: ["IMAGE"],
  run: (inputs) => {
    const source = tagged(inputs, "image", "IMAGE");
    const amount = numeric(inputs, "amount");
    checkPixels(source.width, source.height, source.frames.length * amount);
    return { outputs: [{ ...source, frames: Array.from({ length: amount }, () => source.frames).flat() }] };
  },
};

const imageFromBatch: NodeDefinition = {
  ...module,
  classType: "ImageFromBatch",
  category: "image/batch",
  required: () => ({
    image,
    batch_index: ["INT", { default: 0, min: 0, max: 4095 }],
    length: ["INT", { default: 1, min: 1, max: 4096 }],
  }),
  outputs: ["IMAGE"],
  run: (inputs) => {
    const source = tagged(inputs, "image", "IMAGE");
    const from = Math.min(numeric(inputs, "batch_index"), source.frames.length - 1);
    return { outputs: [{ ...source, frames: source.frames.slice(from, from + numeric(inputs, "length")) }] };
  },
};

const pad = { default: 0, min: 0, max: 16384, step: 8 };

const imagePadForOutpaint: NodeDefinition = {
  classType: "ImagePadForOutpaint",
  displayName: "Pad Image for Outpainting",
  category: "image",
  required: () => ({
    image,
    left: ["INT", pad],
    top: ["INT", pad],
    right: ["INT", pad],
    bottom: ["INT", pad],
    feathering: ["INT", { default: 40, min: 0, max: 16384, step: 1 }],
  }),
  outputs: ["IMAGE", "MASK"],
  run: async (inputs) => {
    const source = tagged(inputs, "image", "IMAGE");
    const [left, top] = [numeric(inputs, "left"), numeric(inputs, "top")];
    const width = source.width + left + numeric(inputs, "right");
    const height = source.height + top + numeric(inputs, "bottom");
    checkPixels(width, height, source.frames.length);
    const padded = await mapFrames(source, { width, height }, (frame) => {
      const out = new Uint8Array(width * height * 3).fill(127);
      for (let row = 0; row < source.height; row++) {
        const from = row * source.width * 3;
        out.set(frame.subarray(from, from + source.width * 3), ((top + row) * width + left) * 3);
      }
      return out;
    });
    const plane = new Uint8Array(width * height).fill(255);
    for (let row = 0; row < source.height; row++) {
      const from = (top + row) * width + left;
      plane.fill(0, from, from + source.width);
    }
    return { outputs: [padded, { kind: "MASK", width, height, plane }] };
  },
};

/** Nodes about several pictures, and about the room around one. */
export const imageBatches: readonly NodeDefinition[] = [
  imageScaleBy,
  repeatImageBatch,
  imageFromBatch,
  imagePadForOutpaint,
];
