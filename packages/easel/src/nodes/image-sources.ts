import { parseAnnotated } from "../memory-files.ts";
import type { MemoryFiles, StoredFile } from "../memory-files.ts";
import { numeric, textual } from "./inputs.ts";
import { NodeFailure } from "./node.ts";
import type { Inputs, NodeDefinition } from "./node.ts";
import { checkPixels, decodeImage } from "./pixels.ts";

const side = { default: 512, min: 1, max: 16384, step: 1 };

const emptyImage: NodeDefinition = {
  classType: "EmptyImage",
  category: "image",
  required: () => ({
    width: ["INT", side],
    height: ["INT", side],
    batch_size: ["INT", { default: 1, min: 1, max: 4096 }],
    color: ["INT", { default: 0, min: 0, max: 0xffffff, step: 1, display: "color" }],
  }),
  outputs: ["IMAGE"],
  run: (inputs) => {
    const [width, height, batch] = [
      numeric(inputs, "width"),
      numeric(inputs, "height"),
      numeric(inputs, "batch_size"),
    ];
    checkPixels(width, height, batch);
    const color = numeric(inputs, "color");
    const frame = new Uint8Array(width * height * 3);
    for (let i = 0; i < frame.length; i += 3) {
      frame[i] = color >> 16;
      frame[i + 1] = (color >> 8) & 255;
      frame[i + 2] = color & 255;
    }
    return {
      outputs: [{ kind: "IMAGE", width, height, frames: Array.from({ length: batch }, () => frame) }],
    };
  },
};

function stored(inputs: Inputs, files: MemoryFiles): StoredFile | undefined {
  const at = parseAnnotated(textual(inputs, "image"));
  return at ? files.get(at.type, at.subfolder, at.name) : undefined;
}

const fromFile = {
  category: "image",
  fingerprint: (inputs: Inputs, files: MemoryFiles) => stored(inputs, files)?.sha256 ?? null,
  check: (inputs: Inputs, files: MemoryFiles) => ({
    image: stored(inputs, files) ? null : `Invalid image file: ${textual(inputs, "image")}`,
  }),
};

function mustBeStored(inputs: Inputs, files: MemoryFiles): StoredFile {
  const file = stored(inputs, files);
  if (!file) throw new NodeFailure("FileNotFoundError", `No such file: '${textual(inputs, "image")}'`);
  return file;
}

const loadImage: NodeDefinition = {
  ...fromFile,
  classType: "LoadImage",
  displayName: "Load Image",
  required: ({ files }) => ({ image: [files.list("input"), { image_upload: true }] }),
  outputs: ["IMAGE", "MASK"],
  run: async (inputs, { files }) => {
    const { image, alpha } = await decodeImage(mustBeStored(inputs, files).bytes, textual(inputs, "image"));
    const mask = alpha ? alpha.map((value) => 255 - value) : new Uint8Array(64 * 64);
    const size = alpha ? image : { width: 64, height: 64 };
    return { outputs: [image, { kind: "MASK", width: size.width, height: size.height, plane: mask }] };
  },
};

const loadImageMask: NodeDefinition = {
  ...fromFile,
  classType: "LoadImageMask",
  displayName: "Load Image (as Mask)",
  category: "mask",
  required: ({ files }) => ({
    image: [files.list("input"), { image_upload: true }],
    channel: [["alpha", "red", "green", "blue"]],
  }),
  outputs: ["MASK"],
  run: async (inputs, { files }) => {
    const { image, alpha } = await decodeImage(mustBeStored(inputs, files).bytes, textual(inputs, "image"));
    const channel = ["red", "green", "blue"].indexOf(textual(inputs, "channel"));
    const { width, height } = image;
    const plane = new Uint8Array(width * height);
    for (let i = 0; i < plane.length; i++) {
      plane[i] = channel >= 0 ? image.frames[0][i * 3 + channel] : alpha ? 255 - alpha[i] : 0;
    }
    return { outputs: [{ kind: "MASK", width, height, plane }] };
  },
};

/** Nodes that bring pixels in. */
export const imageSources: readonly NodeDefinition[] = [emptyImage, loadImage, loadImageMask];
