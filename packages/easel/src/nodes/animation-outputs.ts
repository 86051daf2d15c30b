import sharp from "sharp";
import { numeric, tagged, textual } from "./inputs.ts";
import type { NodeDefinition } from "./node.ts";
import type { FileTexts } from "./png-texts.ts";
import { savePlaces, writeOutput } from "./save-file.ts";
import type { ImageValue } from "./value.ts";

/** Joins frames into a clip. */
async function encodeClip(
  image: ImageValue,
  fps: number,
  options: { lossless: boolean; quality: number; method: string; texts: FileTexts },
): Promise<Buffer> {
  const { width, height, frames } = image;
  const strip = Buffer.concat(
    frames.map((frame) => Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength)),
  );
  const delayMs = Math.max(1, Math.round(1000 / fps));
  const strips = sharp(strip, {
    raw: { width, height: height * frames.length, channels: 3, pageHeight: height },
  });
  const told = options.texts.length > 0 ? strips.withExif({ IFD0: exifOf(options.texts) }) : strips;
  return told
    .webp({
      lossless: options.lossless,
      quality: Math.max(1, options.quality),
      effort: options.method === "slowest" ? 6 : options.method === "fastest" ? 0 : 2,
      loop: 0,
      delay: frames.map(() => delayMs),
    })
    .toBuffer();
}

/** As ComfyUI writes them: `prompt:…` as the model of the camera, `workflow:…` as its maker. */
function exifOf(texts: FileTexts): Record<string, string> {
  const [model, make] = texts.map(([name, value]) => `${name}:${value}`);
  return { ...(model !== undefined && { Model: model }), ...(make !== undefined && { Make: make }) };
}

const saveAnimatedWebp: NodeDefinition = {
  classType: "SaveAnimatedWEBP",
  category: "image/animation",
  pythonModule: "comfy_extras.nodes_images",
  newFormSince: "0.38.1",
  required: () => ({
    images: ["IMAGE"],
    filename_prefix: ["STRING", { default: "ComfyUI" }],
    fps: ["FLOAT", { default: 6, min: 0.01, max: 1000, step: 0.01 }],
    lossless: ["BOOLEAN", { default: true }],
    quality: ["INT", { default: 80, min: 0, max: 100 }],
    method: [["default", "fastest", "slowest"]],
  }),
  hidden: { prompt: "PROMPT", extra_pnginfo: "EXTRA_PNGINFO" },
  outputs: [],
  isOutput: true,
  run: async (inputs, context) => {
    const image = tagged(inputs, "images", "IMAGE");
    const [place] = savePlaces(context, "output", textual(inputs, "filename_prefix"), "webp", 1);
    const bytes = await encodeClip(image, numeric(inputs, "fps"), {
      lossless: inputs["lossless"] === true,
      quality: numeric(inputs, "quality"),
      method: textual(inputs, "method"),
      texts: context.fileTexts,
    });
    writeOutput(context, place, bytes);
    return { outputs: [], ui: { images: [place], animated: [true] } };
  },
};

/** Nodes that hand clips out. */
export const animationOutputs: readonly NodeDefinition[] = [saveAnimatedWebp];
