import type { ComfyInput, ComfyNode, ComfyWorkflow } from "../graph.ts";
import { ComfyInputError, fileName, finiteNumber, optionName, wholeNumber, words } from "../graphs/check.ts";
import { addLoras } from "./loras.ts";
import type { ComfyLora } from "./loras.ts";
import type { Aspect, HoleName, Quality, TemplateInput, WorkflowTemplate } from "./template.ts";

/** What an operator sets once for a server. */
export interface WorkflowSetup {
  /** Other file names than the template's, by role. */
  readonly files?: Readonly<Record<string, string>>;
  /** LoRAs to add, in order. None are named here. */
  readonly loras?: readonly ComfyLora[];
}

/** What one prompt asks for. */
export interface WorkflowRequest {
  readonly quality: Quality;
  readonly aspect?: Aspect;
  /** Another size than the quality's, pixels; multiples of 16 from 64 to 2048, of an upscale any. Not for clips. */
  readonly size?: readonly [width: number, height: number];
  readonly prompt?: string;
  readonly negativePrompt?: string;
  readonly seed: number;
  /** Uploaded file, as `subfolder/name`. */
  readonly image?: string;
  /** 0 keeps the picture, 1 paints freely. Default 0.6. */
  readonly strength?: number;
  /** Folder and stem of a clip's file. */
  readonly prefix?: string;
}

/** Below this a sampler has nothing left to do. */
const leastStrength = 0.05;

/** Fills a template's holes. Throws `ComfyInputError` for anything no server should be sent. */
export function fillWorkflow(
  template: WorkflowTemplate,
  request: WorkflowRequest,
  setup: WorkflowSetup = {},
): ComfyWorkflow {
  const values = valuesOf(template, request);
  const nodes: Record<string, ComfyNode> = {};
  for (const [nodeId, node] of Object.entries(template.nodes)) {
    const inputs: Record<string, ComfyInput> = {};
    for (const [name, input] of Object.entries(node.inputs))
      inputs[name] = fillInput(template, input, values, setup);
    nodes[nodeId] = { class_type: node.class_type, inputs };
  }
  return { graph: addLoras(template, nodes, setup.loras ?? []), outputNode: template.outputNode };
}

/**
 * The same graph with an empty sheet for the picture: loads every model and takes the path of a real
 * prompt, so that the first person does not wait for it. Give it the setup of the real prompts.
 */
export function warmUpWorkflow(
  template: WorkflowTemplate,
  request: { quality: Quality; aspect?: Aspect },
  setup: WorkflowSetup = {},
): ComfyWorkflow {
  const filled = fillWorkflow(
    template,
    { ...request, seed: 0, prompt: "warm up", image: "warm-up.png", strength: 0.6 },
    setup,
  );
  if (!template.takesImage) return filled;
  const [width, height] = sizeOf(template, request.quality, request.aspect);
  // An upscaler is warmed with a small sheet: the size that comes out is not what goes in.
  const inputs =
    template.takesWords || template.makes === "clip" ? { width, height } : { width: 256, height: 256 };
  const load: ComfyNode = { class_type: "EmptyImage", inputs: { ...inputs, batch_size: 1, color: 0xffffff } };
  return { ...filled, graph: { ...filled.graph, load } };
}

/** Pixels of a quality; the shape is the first one there is when none is asked for. */
export function sizeOf(
  template: WorkflowTemplate,
  quality: Quality,
  aspect?: Aspect,
): readonly [width: number, height: number] {
  const { sizes } = template.qualities[quality];
  const [first] = Object.values(sizes);
  const size = aspect === undefined ? first : sizes[aspect];
  if (!size) throw new ComfyInputError("aspect", `must be one of ${Object.keys(sizes).join(", ")}`);
  return size;
}

function ownSize(template: WorkflowTemplate, [width, height]: readonly [number, number]): [number, number] {
  if (template.makes === "clip") throw new ComfyInputError("size", "cannot be chosen for a clip");
  // What paints from words paints in blocks; what enlarges does not.
  const block = template.takesWords ? 16 : 1;
  const side = (name: string, pixels: number): number =>
    wholeNumber(`${name} / ${block}`, pixels / block, 64 / block, 2048 / block) * block;
  return [side("width", width), side("height", height)];
}

type Values = Readonly<Record<HoleName, string | number>>;

function valuesOf(template: WorkflowTemplate, request: WorkflowRequest): Values {
  if (!Object.hasOwn(template.qualities, request.quality))
    throw new ComfyInputError("quality", "must be draft, full or final");
  const { steps, cfg, sampler, scheduler } = template.qualities[request.quality];
  const [width, height] = request.size
    ? ownSize(template, request.size)
    : sizeOf(template, request.quality, request.aspect);
  const asked = finiteNumber("strength", request.strength ?? 0.6, 0, 1);
  const strength = Math.max(leastStrength, asked);
  return {
    prompt: words("prompt", request.prompt ?? "", 10_000),
    negativePrompt: words("negativePrompt", request.negativePrompt ?? "", 10_000),
    seed: wholeNumber("seed", request.seed, 0, Number.MAX_SAFE_INTEGER),
    image: template.takesImage ? fileName("image", request.image ?? "") : "",
    width,
    height,
    strength,
    steps,
    scheduledSteps: Math.round(steps / strength),
    cfg,
    sampler: optionName("sampler", sampler),
    scheduler: optionName("scheduler", scheduler),
    prefix: fileName("prefix", request.prefix ?? "clip"),
  };
}

function fillInput(
  template: WorkflowTemplate,
  input: TemplateInput,
  values: Values,
  setup: WorkflowSetup,
): ComfyInput {
  if (typeof input !== "object") return input;
  if ("hole" in input) return values[input.hole];
  if (!("file" in input)) return input;
  return fileName(`files.${input.file}`, fileOfRole(template, input.file, setup));
}

/** Name of the file that plays a role, the operator's or the template's. */
export function fileOfRole(template: WorkflowTemplate, role: string, setup: WorkflowSetup): string {
  const named = setup.files?.[role];
  if (named !== undefined) return named;
  const file = template.files.find((known) => known.role === role);
  if (!file) throw new ComfyInputError("files", `${template.id} has no role ${role}`);
  return file.name;
}
