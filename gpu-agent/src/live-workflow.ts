/** Which workflow draws live here, and its graph for one canvas. */
import {
  comfyWorkflows,
  fillWorkflow,
  imageToImageGraph,
  modelFreeGraph,
  type ComfyGraph,
  type ComfyWorkflow,
  type WorkflowTemplate,
} from "@llamasketch/comfyui";
import type { ComfySurvey } from "./comfy-survey.ts";
import type { Canvas } from "./producer.ts";

export type LiveChoice =
  | { kind: "template"; id: string; template: WorkflowTemplate }
  | { kind: "checkpoint"; id: string; checkpoint: string }
  | { kind: "model-free"; id: string };

export interface LiveWish {
  /** `auto`, `model-free`, or a workflow's id. */
  workflow: string;
  checkpoint?: string | undefined;
}

/** Few steps: live drawing wants the next picture, not the best one. */
const LIVE_STEPS = 4;

/** The wish if it can be had, else the best there is; `warn` hears why it is another. */
export function chooseLive(survey: ComfySurvey, wish: LiveWish, warn: (text: string) => void): LiveChoice {
  if (wish.workflow === "model-free") return modelFree;
  if (wish.checkpoint !== undefined) {
    if (survey.checkpoints.includes(wish.checkpoint)) return byCheckpoint(wish.checkpoint);
    warn(
      `ComfyUI has no checkpoint ${wish.checkpoint}; it lists: ${survey.checkpoints.join(", ") || "none"}`,
    );
  }
  const fit = comfyWorkflows.filter(
    (template) =>
      template.use === "live" &&
      template.takesImage &&
      survey.workflows.some(({ id, missing }) => id === template.id && missing === null),
  );
  const wished = fit.find((template) => template.id === wish.workflow);
  if (wish.workflow !== "auto" && !wished) {
    const missing =
      survey.workflows.find(({ id }) => id === wish.workflow)?.missing ?? "there is none of that name";
    warn(`the workflow ${wish.workflow} cannot be run: ${missing}`);
  }
  const template = wished ?? fit[0];
  if (template) return { kind: "template", id: template.id, template };
  const [first] = survey.checkpoints;
  if (first !== undefined) return byCheckpoint(first);
  warn("ComfyUI lists no checkpoint: canvases come back unpainted (model-free)");
  return modelFree;
}

const modelFree: LiveChoice = { kind: "model-free", id: "model-free" };
const byCheckpoint = (checkpoint: string): LiveChoice => ({
  kind: "checkpoint",
  id: "checkpoint-image-to-image",
  checkpoint,
});

/** The graph for this canvas, whose picture has exactly the canvas's size. */
export function liveGraph(choice: LiveChoice, canvas: Canvas, image: string): ComfyWorkflow {
  const { widthPx, heightPx, settings } = canvas;
  if (choice.kind === "model-free") return modelFreeGraph({ image, width: widthPx, height: heightPx });
  const [width, height] = choice.kind === "template" ? sides(canvas, 16) : sides(canvas, 8);
  const words = {
    prompt: settings.prompt,
    negativePrompt: "",
    strength: settings.strength,
    seed: settings.seed,
  };
  const workflow =
    choice.kind === "template"
      ? fillWorkflow(choice.template, {
          ...words,
          image,
          quality: canvas.quality ?? "draft",
          size: [width, height],
        })
      : imageToImageGraph({
          ...words,
          image,
          width,
          height,
          checkpoint: choice.checkpoint,
          steps: LIVE_STEPS,
          sampler: "euler",
          scheduler: "normal",
          cfg: 1,
        });
  return width === widthPx && height === heightPx ? workflow : madeToMeasure(workflow, canvas);
}

function sides({ widthPx, heightPx }: Canvas, multiple: number): [width: number, height: number] {
  const side = (px: number): number => Math.min(2048, Math.max(64, Math.round(px / multiple) * multiple));
  return [side(widthPx), side(heightPx)];
}

/** Models paint in multiples; the canvas goes in and the picture comes out whole, not cropped. */
function madeToMeasure({ graph, outputNode }: ComfyWorkflow, { widthPx, heightPx }: Canvas): ComfyWorkflow {
  const out = graph[outputNode];
  const images = out?.inputs.images;
  if (!out || images === undefined) return { graph, outputNode };
  const inputs = {
    image: images,
    upscale_method: "bilinear",
    width: widthPx,
    height: heightPx,
    crop: "disabled",
  };
  const fitted: ComfyGraph = {
    ...uncropped(graph),
    measure: { class_type: "ImageScale", inputs },
    [outputNode]: { ...out, inputs: { ...out.inputs, images: ["measure", 0] } },
  };
  return { graph: fitted, outputNode };
}

function uncropped(graph: ComfyGraph): ComfyGraph {
  const scale = graph.scale;
  if (scale?.class_type !== "ImageScale") return graph;
  return { ...graph, scale: { ...scale, inputs: { ...scale.inputs, crop: "disabled" } } };
}
