import type { FolderType } from "../memory-files.ts";
import { tagged, textual } from "./inputs.ts";
import type { Inputs, NodeContext, NodeDefinition, NodeResult } from "./node.ts";
import { encodePng } from "./pixels.ts";
import { withTexts } from "./png-texts.ts";
import { savePlaces, writeOutput } from "./save-file.ts";

async function save(
  inputs: Inputs,
  context: NodeContext,
  type: FolderType,
  prefix: string,
): Promise<NodeResult> {
  const image = tagged(inputs, "images", "IMAGE");
  const places = savePlaces(context, type, prefix, "png", image.frames.length);
  for (const [index, frame] of image.frames.entries()) {
    const png = await encodePng(image, frame, type === "output" ? 4 : 1);
    writeOutput(context, places[index], withTexts(png, context.fileTexts));
  }
  return { outputs: [], ui: { images: places } };
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
      const bytes = await encodePng(image, frame, 1);
      context.progress(index, image.frames.length, { bytes, mime: "image/png" });
      context.checkInterrupt();
    }
    return { outputs: [] };
  },
};

/** Nodes that hand pictures out. */
export const imageOutputs: readonly NodeDefinition[] = [saveImage, previewImage, saveImageWebsocket];
