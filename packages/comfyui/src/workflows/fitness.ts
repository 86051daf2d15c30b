import type { ComfyGraph } from "../graph.ts";
import type { ComfyObjectInfo } from "../replies.ts";
import { fillWorkflow } from "./fill.ts";
import type { WorkflowSetup } from "./fill.ts";
import type { WorkflowTemplate } from "./template.ts";

/** Whether a server can run a workflow; if not it should not be asked, and not be asked again. */
export type Fitness =
  | { readonly fit: true }
  | {
      readonly fit: false;
      /** Node classes that the server does not know. */
      readonly missingNodes: readonly string[];
      /** Choices that it does not offer, as `UNETLoader.unet_name: a.safetensors`. */
      readonly missingChoices: readonly string[];
      /** All of it in a line for a person. */
      readonly reason: string;
    };

/** Compares a workflow with what `GET /object_info` said. */
export function fitness(
  objectInfo: ComfyObjectInfo,
  template: WorkflowTemplate,
  setup: WorkflowSetup = {},
): Fitness {
  const sample = { quality: "draft", seed: 0, image: "picture.png" } as const;
  return graphFitness(objectInfo, fillWorkflow(template, sample, setup).graph);
}

/** The same for any graph. Pictures to load are not looked for: they are uploaded later. */
export function graphFitness(objectInfo: ComfyObjectInfo, graph: ComfyGraph): Fitness {
  const missingNodes = new Set<string>();
  const missingChoices = new Set<string>();
  for (const { class_type: classType, inputs } of Object.values(graph)) {
    const known = Object.hasOwn(objectInfo, classType) ? objectInfo[classType] : undefined;
    if (!known) {
      missingNodes.add(classType);
      continue;
    }
    const specs = { ...known.input.required, ...known.input.optional };
    for (const [name, value] of Object.entries(inputs)) {
      if (typeof value !== "string" || (classType === "LoadImage" && name === "image")) continue;
      const choices = choicesOf(specs[name]);
      if (choices && !choices.includes(value)) missingChoices.add(`${classType}.${name}: ${value}`);
    }
  }
  if (missingNodes.size + missingChoices.size === 0) return { fit: true };
  const parts = [
    missingNodes.size > 0 ? `lacks the nodes ${[...missingNodes].join(", ")}` : "",
    missingChoices.size > 0 ? `does not offer ${[...missingChoices].join(", ")}` : "",
  ];
  return {
    fit: false,
    missingNodes: [...missingNodes],
    missingChoices: [...missingChoices],
    reason: parts.filter(Boolean).join("; "),
  };
}

/** Choices of an input, in the older form (a list) or the newer (`COMBO` with options); null when free. */
function choicesOf(spec: readonly unknown[] | undefined): readonly unknown[] | null {
  const [type, config] = spec ?? [];
  if (Array.isArray(type)) return type;
  if (type !== "COMBO" || typeof config !== "object" || config === null || !("options" in config))
    return null;
  return Array.isArray(config.options) ? config.options : null;
}
