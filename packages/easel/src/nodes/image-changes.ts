import { seededRandom } from "../painter/seeded-random.ts";
import { maxSeed, numeric, seedOf, tagged, textual } from "./inputs.ts";
import type { Inputs, NodeDefinition } from "./node.ts";
import { checkPixels, fromRaw, mapFrames } from "./pixels.ts";
import type { ImageValue } from "./value.ts";

const image = ["IMAGE"] as const;

const imageInvert: NodeDefinition = {
  classType: "ImageInvert",
  displayName: "Invert Image",
  category: "image",
  required: () => ({ image }),
  outputs: ["IMAGE"],
  run: async (inputs) => {
    const source = tagged(inputs, "image", "IMAGE");
    return { outputs: [await mapFrames(source, source, (frame) => frame.map((value) => 255 - value))] };
  },
};

const kernels = {
  "nearest-exact": "nearest",
  bilinear: "linear",
  area: "mitchell",
  bicubic: "cubic",
  lanczos: "lanczos3",
} as const;
const scaleSide = { default: 512, min: 0, max: 16384, step: 1 };

/** Resizes by the inputs `width`, `height`, `upscale_method` and `crop`; a side of 0 follows the other. */
export async function resizeImage(source: ImageValue, inputs: Inputs): Promise<ImageValue> {
  let [width, height] = [numeric(inputs, "width"), numeric(inputs, "height")];
  if (width === 0 && height === 0) return source;
  if (width === 0) width = Math.max(1, Math.round((source.width * height) / source.height));
  if (height === 0) height = Math.max(1, Math.round((source.height * width) / source.width));
  checkPixels(width, height, source.frames.length);
  if (width === source.width && height === source.height) return source;
  const method = textual(inputs, "upscale_method") as keyof typeof kernels;
  const fit = textual(inputs, "crop") === "center" ? "cover" : "fill";
  const options = { width, height, fit, kernel: kernels[method] ?? "linear" } as const;
  return mapFrames(source, options, (frame) => fromRaw(source, frame).resize(options).raw().toBuffer());
}

const imageScale: NodeDefinition = {
  classType: "ImageScale",
  displayName: "Upscale Image",
  category: "image/upscaling",
  required: () => ({
    image,
    upscale_method: [["nearest-exact", "bilinear", "area", "bicubic", "lanczos"]],
    width: ["INT", scaleSide],
    height: ["INT", scaleSide],
    crop: [["disabled", "center"]],
  }),
  outputs: ["IMAGE"],
  run: async (inputs) => ({ outputs: [await resizeImage(tagged(inputs, "image", "IMAGE"), inputs)] }),
};

const cropSide = { default: 512, min: 1, max: 16384, step: 1 };
const cropCorner = { default: 0, min: 0, max: 16384, step: 1 };

const imageCrop: NodeDefinition = {
  classType: "ImageCrop",
  displayName: "Image Crop",
  category: "image/transform",
  pythonModule: "comfy_extras.nodes_images",
  required: () => ({
    image,
    width: ["INT", cropSide],
    height: ["INT", cropSide],
    x: ["INT", cropCorner],
    y: ["INT", cropCorner],
  }),
  outputs: ["IMAGE"],
  run: async (inputs) => {
    const source = tagged(inputs, "image", "IMAGE");
    const [x, y] = [numeric(inputs, "x"), numeric(inputs, "y")];
    return { outputs: [await crop(source, x, y, numeric(inputs, "width"), numeric(inputs, "height"))] };
  },
};

/** What of the box lies within the picture. */
function crop(source: ImageValue, x: number, y: number, w: number, h: number): Promise<ImageValue> {
  const [left, top] = [Math.min(x, source.width - 1), Math.min(y, source.height - 1)];
  const width = Math.min(w, source.width - left);
  const height = Math.min(h, source.height - top);
  return mapFrames(source, { width, height }, (frame) => {
    const cut = new Uint8Array(width * height * 3);
    for (let row = 0; row < height; row++) {
      const from = ((top + row) * source.width + left) * 3;
      cut.set(frame.subarray(from, from + width * 3), row * width * 3);
    }
    return cut;
  });
}

const imageCropV2: NodeDefinition = {
  classType: "ImageCropV2",
  displayName: "Crop Image",
  description: "Crop an image to the specified dimensions.",
  category: "image/transform",
  pythonModule: "comfy_extras.nodes_images",
  since: "0.38.1",
  newFormSince: "0.38.1",
  required: () => ({ image, crop_region: ["BOUNDING_BOX", { component: "ImageCrop" }] }),
  outputs: ["IMAGE"],
  run: async (inputs) => {
    const source = tagged(inputs, "image", "IMAGE");
    const box = tagged(inputs, "crop_region", "BOUNDING_BOX");
    return { outputs: [await crop(source, box.x, box.y, box.width, box.height)] };
  },
};

const imageBatch: NodeDefinition = {
  classType: "ImageBatch",
  displayName: "Batch Images",
  category: "image",
  required: () => ({ image1: image, image2: image }),
  outputs: ["IMAGE"],
  run: async (inputs) => {
    const [first, second] = [tagged(inputs, "image1", "IMAGE"), tagged(inputs, "image2", "IMAGE")];
    const { width, height } = first;
    checkPixels(width, height, first.frames.length + second.frames.length);
    const fitted = await resizeImage(second, { width, height, upscale_method: "bilinear", crop: "center" });
    return { outputs: [{ kind: "IMAGE", width, height, frames: [...first.frames, ...fitted.frames] }] };
  },
};

function noiseTable(seed: number, reach: number): Int16Array {
  const random = seededRandom(seed);
  return Int16Array.from({ length: 0x10000 }, () => (random() + random() + random() - 1.5) * 2 * reach);
}

/** Adds noise from `start` to `end`. The table starts elsewhere each time round: its repeat does not show. */
function addNoise(from: Uint8Array, to: Uint8Array, table: Int16Array, start: number, end: number): void {
  for (let i = start; i < end; i++) {
    const value = from[i] + table[(i + (i >> 16) * 7919) & 0xffff];
    to[i] = value < 0 ? 0 : value > 255 ? 255 : value;
  }
}

const imageAddNoise: NodeDefinition = {
  classType: "ImageAddNoise",
  category: "image",
  pythonModule: "comfy_extras.nodes_images",
  required: () => ({
    image,
    seed: [
      "INT",
      {
        default: 0,
        min: 0,
        max: maxSeed,
        control_after_generate: true,
        tooltip: "The random seed used for creating the noise.",
      },
    ],
    strength: ["FLOAT", { default: 0.5, min: 0, max: 1, step: 0.01 }],
  }),
  outputs: ["IMAGE"],
  run: async (inputs) => {
    const source = tagged(inputs, "image", "IMAGE");
    const reach = numeric(inputs, "strength") * 255;
    const table = noiseTable(seedOf(inputs, "seed"), reach);
    const chunk = 1_000_000;
    const out = await mapFrames(source, source, async (frame) => {
      const noisy = new Uint8Array(frame.length);
      for (let start = 0; start < frame.length; start += chunk) {
        addNoise(frame, noisy, table, start, Math.min(frame.length, start + chunk));
        // A big picture must not keep requests waiting.
        await new Promise((resolve) => setImmediate(resolve));
      }
      return noisy;
    });
    return { outputs: [out] };
  },
};

const getImageSize: NodeDefinition = {
  classType: "GetImageSize",
  displayName: "Get Image Size",
  description: "Returns width and height of the image, and passes it through unchanged.",
  category: "image",
  pythonModule: "comfy_extras.nodes_images",
  required: () => ({ image }),
  hidden: { unique_id: "UNIQUE_ID" },
  outputs: ["INT", "INT", "INT"],
  outputNames: ["width", "height", "batch_size"],
  run: (inputs, context) => {
    const { width, height, frames } = tagged(inputs, "image", "IMAGE");
    context.text(`width: ${width}, height: ${height}\n batch size: ${frames.length}`);
    return { outputs: [width, height, frames.length] };
  },
};

/** Nodes that change pixels. */
export const imageChanges: readonly NodeDefinition[] = [
  imageInvert,
  imageScale,
  imageCrop,
  imageCropV2,
  imageBatch,
  imageAddNoise,
  getImageSize,
];
