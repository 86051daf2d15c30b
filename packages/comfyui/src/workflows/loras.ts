import type { ComfyGraph, ComfyInput, ComfyNode } from "../graph.ts";
import { ComfyInputError, fileName, finiteNumber } from "../graphs/check.ts";
import type { WorkflowTemplate } from "./template.ts";

/** A LoRA file on the server and how strongly it works. */
export interface ComfyLora {
  readonly name: string;
  /** -2 to 2. */
  readonly strength: number;
}

const most = 8;

/** Puts LoRAs between the loader and all that used it. Throws `ComfyInputError`. */
export function addLoras(
  template: WorkflowTemplate,
  nodes: Readonly<Record<string, ComfyNode>>,
  loras: readonly ComfyLora[],
): ComfyGraph {
  const place = template.lora;
  if (loras.length === 0) return nodes;
  if (!place) throw new ComfyInputError("loras", `cannot be used with ${template.id}`);
  if (loras.length > most) throw new ComfyInputError("loras", `must be at most ${most}`);
  const added: Record<string, ComfyNode> = {};
  let model: readonly [string, number] = [place.model, 0];
  let clip = place.clip;
  for (const [index, lora] of loras.entries()) {
    const id = `lora${index + 1}`;
    const file = { lora_name: fileName("loras.name", lora.name) };
    const strength = finiteNumber("loras.strength", lora.strength, -2, 2);
    added[id] = clip
      ? {
          class_type: "LoraLoader",
          inputs: { model, clip, ...file, strength_model: strength, strength_clip: strength },
        }
      : { class_type: "LoraLoaderModelOnly", inputs: { model, ...file, strength_model: strength } };
    model = [id, 0];
    if (clip) clip = [id, 1];
  }
  const rewire = (input: ComfyInput): ComfyInput => {
    if (typeof input !== "object") return input;
    if (input[0] === place.model && input[1] === 0) return model;
    if (place.clip && clip && input[0] === place.clip[0] && input[1] === place.clip[1]) return clip;
    return input;
  };
  const rewired: Record<string, ComfyNode> = {};
  for (const [nodeId, node] of Object.entries(nodes)) {
    const inputs = Object.entries(node.inputs).map(([name, input]) => [name, rewire(input)] as const);
    rewired[nodeId] = { ...node, inputs: Object.fromEntries(inputs) };
  }
  return { ...rewired, ...added };
}
