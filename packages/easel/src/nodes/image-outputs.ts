import { cleanSubfolder } from "../memory-files.ts";
import type { FolderType } from "../memory-files.ts";
import { tagged, textual } from "./inputs.ts";
import { NodeFailure } from "./node.ts";
import type { ImageReference, Inputs, NodeContext, NodeDefinition, NodeResult } from "./node.ts";
import { encodePng } from "./pixels.ts";

async function save(
  inputs: Inputs,
  context: NodeContext,
  type: FolderType,
  prefix: string,
): Promise<NodeResult> {
  const image = tagged(inputs, "images", "IMAGE");
  const slash = prefix.lastIndexOf("/");
  const subfolder = cleanSubfolder(prefix.slice(0, Math.max(slash, 0)));
  const stem = prefix.slice(slash + 1).replaceAll(/[\\\0]/g, "_");
  if (subfolder === null)
    throw new NodeFailure("Exception", "Saving image outside the output folder is not allowed.");
  const taken = new Set(context.files.list(type, subfolder));
  const images: ImageReference[] = [];
  let counter = 1;
  for (const frame of image.frames) {
    while (taken.has(fileName(stem, counter))) counter++;
    const filename = fileName(stem, counter++);
    context.files.set(type, subfolder, filename, await encodePng(image, frame));
    images.push({ filename, subfolder, type });
  }
  return { outputs: [], ui: { images } };
}

function fileName(stem: string, counter: number): string {
  return `${stem}_${String(counter).padStart(5, "0")}_.png`;
}

const hidden = { prompt: "PROMPT", extra_pnginfo: "EXTRA_PNGINFO" };

const saveImage: NodeDefinition = {
  classType: "SaveImage",
  displayName: "Save Image",
  description: "Saves the input images to your ComfyUI output directory.",
  category: "image",
  required: () => ({
    images: ["IMAGE", { tooltip: "The images to save." }],
    filename_prefix: [
      "STRING",
      {
        default: "ComfyUI",
        tooltip:
          "The prefix for the file to save. This may include formatting information such as %date:yyyy-MM-dd% or %Empty Latent Image.width% to include values from nodes.",
      },
    ],
  }),
  hidden,
  outputs: [],
  isOutput: true,
  run: (inputs, context) => save(inputs, context, "output", textual(inputs, "filename_prefix")),
};

const previewImage: NodeDefinition = {
  classType: "PreviewImage",
  displayName: "Preview Image",
  description: "Saves the input images to your ComfyUI output directory.",
  category: "image",
  required: () => ({ images: ["IMAGE"] }),
  hidden,
  outputs: [],
  isOutput: true,
  run: (inputs, context) => save(inputs, context, "temp", "ComfyUI_temp_easel"),
};

const saveImageWebsocket: NodeDefinition = {
  classType: "SaveImageWebsocket",
  category: "api/image",
  pythonModule: "custom_nodes.websocket_image_save",
  required: () => ({ images: ["IMAGE"] }),
  outputs: [],
  isOutput: true,
  fingerprint: () => null,
  run: async (inputs, context) => {
    const image = tagged(inputs, "images", "IMAGE");
    for (const [index, frame] of image.frames.entries()) {
      context.progress(index, image.frames.length, await encodePng(image, frame));
      context.checkInterrupt();
    }
    return { outputs: [] };
  },
};

/** Nodes that hand pictures out. */
export const imageOutputs: readonly NodeDefinition[] = [saveImage, previewImage, saveImageWebsocket];
