import type { ComfyGraph, ComfyNode, ComfyWorkflow } from "@llamasketch/comfyui";

const PAUSING: Readonly<Record<string, string>> = {
  KSampler: "LlamaSketchKSampler",
  SamplerCustomAdvanced: "LlamaSketchSamplerCustomAdvanced",
};

/** The same workflow with the node pack's pausing sampler in it; null when it has no sampler, or several. */
export function pausable({ graph, outputNode }: ComfyWorkflow, key: string): ComfyWorkflow | null {
  const samplers = Object.entries(graph).filter(([, { class_type }]) => Object.hasOwn(PAUSING, class_type));
  const [only] = samplers;
  if (!only || samplers.length > 1) return null;
  const [nodeId, node] = only;
  const pausing: ComfyNode = {
    class_type: PAUSING[node.class_type] ?? node.class_type,
    inputs: { ...node.inputs, pause_key: key },
  };
  return { graph: { ...graph, [nodeId]: pausing } satisfies ComfyGraph, outputNode };
}
