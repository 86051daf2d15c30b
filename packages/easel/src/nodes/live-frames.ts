import type { MemoryFiles, StoredFile } from "../memory-files.ts";
import { numeric, tagged, textual } from "./inputs.ts";
import { NodeFailure } from "./node.ts";
import type { Inputs, NodeDefinition } from "./node.ts";
import { decodeImage, fromRaw } from "./pixels.ts";

/** Where `PUT /llamasketch/frame/{id}` keeps frames; they count against the cap of all files. */
export const frameFolder = "llamasketch-frames";

/** True for an id that the node pack takes too. */
export function isFrameId(id: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/.test(id) && !id.includes("..");
}

const frameOf = (inputs: Inputs, files: MemoryFiles): StoredFile | undefined =>
  files.get("temp", frameFolder, textual(inputs, "id"));

const loadFrame: NodeDefinition = {
  classType: "LlamaSketchLoadFrame",
  displayName: "Load frame (LlamaSketch)",
  description: "Loads a picture that was sent to PUT /llamasketch/frame/{id}.",
  category: "LlamaSketch",
  pythonModule: "custom_nodes.llamasketch_frames",
  required: () => ({ id: ["STRING", { default: "", multiline: false }] }),
  outputs: ["IMAGE"],
  fingerprint: (inputs, files) => frameOf(inputs, files)?.sha256 ?? null,
  check: (inputs, files) => ({ id: frameOf(inputs, files) ? null : "no frame came under this id" }),
  run: async (inputs, { files }) => {
    const frame = frameOf(inputs, files);
    if (!frame) throw new NodeFailure("FileNotFoundError", "no frame came under this id");
    return { outputs: [(await decodeImage(frame.bytes, "frame")).image] };
  },
};

const sendPicture: NodeDefinition = {
  classType: "LlamaSketchSendPicture",
  displayName: "Send picture (LlamaSketch)",
  description: "Sends pictures over the client's socket as JPEG or WEBP, without metadata in them.",
  category: "LlamaSketch",
  pythonModule: "custom_nodes.llamasketch_frames",
  required: () => ({
    images: ["IMAGE"],
    format: [["JPEG", "WEBP"]],
    quality: ["INT", { default: 85, min: 1, max: 100, step: 1 }],
  }),
  hidden: { unique_id: "UNIQUE_ID" },
  outputs: [],
  isOutput: true,
  fingerprint: () => null,
  run: async (inputs, context) => {
    const image = tagged(inputs, "images", "IMAGE");
    const quality = numeric(inputs, "quality");
    // Event 1 has no number for WEBP.
    const asWebp = textual(inputs, "format") === "WEBP" && context.takesMetadata;
    for (const frame of image.frames) {
      const raw = fromRaw(image, frame);
      if (asWebp)
        context.picture({ bytes: await raw.webp({ quality, effort: 2 }).toBuffer(), mime: "image/webp" });
      else
        context.picture({
          bytes: await raw.jpeg({ quality, optimiseCoding: false }).toBuffer(),
          mime: "image/jpeg",
        });
      context.checkInterrupt();
    }
    return { outputs: [] };
  },
};

/** The nodes of the project's own pack (gpu-agent/nodes/llamasketch_frames). */
export const liveFrames: readonly NodeDefinition[] = [loadFrame, sendPicture];
