import type { ComfyWorkflow } from "../graph.ts";
import { fileName, wholeNumber } from "./check.ts";

/** Holes of the model-free workflow. Sizes are pixels. */
export interface ModelFreeInputs {
  /** Uploaded file, as `subfolder/name`. */
  readonly image: string;
  readonly width: number;
  readonly height: number;
}

/** LoadImage → ImageScale → SaveImageWebsocket: proves a server end to end without weights. */
export function modelFreeGraph(inputs: ModelFreeInputs): ComfyWorkflow {
  return {
    outputNode: "save",
    graph: {
      load: { class_type: "LoadImage", inputs: { image: fileName("image", inputs.image) } },
      scale: {
        class_type: "ImageScale",
        inputs: {
          image: ["load", 0],
          upscale_method: "bilinear",
          width: wholeNumber("width", inputs.width, 16, 8192),
          height: wholeNumber("height", inputs.height, 16, 8192),
          crop: "disabled",
        },
      },
      save: { class_type: "SaveImageWebsocket", inputs: { images: ["scale", 0] } },
    },
  };
}
