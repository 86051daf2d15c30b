/** Which workflows queued jobs can be run through here, and one's graph for one output. */
import {
  comfyWorkflows,
  fillWorkflow,
  fitness,
  type Aspect,
  type ComfyObjectInfo,
  type ComfyWorkflow,
  type WorkflowSetup,
  type WorkflowTemplate,
} from "@llamasketch/comfyui";
import type { JobInputs } from "@llamasketch/contract";

export interface JobWorkflow {
  /** As offers name it. */
  name: string;
  template: WorkflowTemplate;
  setup: WorkflowSetup;
  /** Names its model files; null where there is none to load. */
  models: string | null;
}

/** What the built-in painter stands in for, under names of its own: it is no model and never passes for one. */
const PAINTER_NAMES: Readonly<Record<string, string>> = {
  "sdxl-text-to-image": "painter-text-to-image",
  "sdxl-image-to-image": "painter-image-to-image",
  upscale: "painter-upscale",
  "svd-image-to-video": "painter-image-to-video",
};

/** `painterFile`: the model file that is the built-in painter, where it is one. */
export function jobWorkflows(info: ComfyObjectInfo, painterFile: string | null): JobWorkflow[] {
  const own = comfyWorkflows.map((template) => {
    return { name: template.id, template, setup: {}, models: modelsOf(template) };
  });
  const painted =
    painterFile === null
      ? []
      : comfyWorkflows.flatMap((template) => {
          const name = PAINTER_NAMES[template.id];
          const files = Object.fromEntries(template.files.map(({ role }) => [role, painterFile]));
          return name === undefined ? [] : [{ name, template, setup: { files }, models: null }];
        });
  return [...own, ...painted].filter(({ template, setup }) => fitness(info, template, setup).fit);
}

/** Names a workflow's model files: those of the same name need no other models. */
export const modelsOf = ({ files }: WorkflowTemplate): string => files.map(({ name }) => name).join(" ");

/** Throws `ComfyInputError` for what no server should be sent. `image`: where its picture was uploaded. */
export function jobGraph(
  { template, setup }: JobWorkflow,
  inputs: JobInputs,
  seed: number,
  image: string | null,
): ComfyWorkflow {
  const { prompt, negativePrompt, quality, widthPx, heightPx, strength } = inputs;
  const shape =
    template.makes === "clip"
      ? { aspect: aspectOf(inputs), prefix: "jobs/clip" }
      : { size: [widthPx, heightPx] as const };
  const words = { prompt, negativePrompt, quality, strength, seed };
  return fillWorkflow(template, { ...words, ...shape, ...(image === null ? {} : { image }) }, setup);
}

function aspectOf({ widthPx, heightPx }: JobInputs): Aspect {
  if (widthPx === heightPx) return "square";
  return widthPx > heightPx ? "landscape" : "portrait";
}
