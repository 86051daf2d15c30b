import type { MemoryFiles } from "../memory-files.ts";
import { imageChanges } from "./image-changes.ts";
import { imageOutputs } from "./image-outputs.ts";
import { imageSources } from "./image-sources.ts";
import type { NodeDefinition } from "./node.ts";
import { paintingNodes } from "./painting.ts";

/** Every node by class. */
export const nodeRegistry: ReadonlyMap<string, NodeDefinition> = new Map(
  [...imageSources, ...imageChanges, ...imageOutputs, ...paintingNodes].map((node) => [node.classType, node]),
);

/** A node as `/object_info` shows it. */
export function describeNode(node: NodeDefinition, files: MemoryFiles): Record<string, unknown> {
  const required = node.required(files);
  const order = { required: Object.keys(required) };
  return {
    input: node.hidden ? { required, hidden: node.hidden } : { required },
    input_order: node.hidden ? { ...order, hidden: Object.keys(node.hidden) } : order,
    output: node.outputs,
    output_is_list: node.outputs.map(() => false),
    output_name: node.outputNames ?? node.outputs,
    name: node.classType,
    display_name: node.displayName ?? node.classType,
    description: node.description ?? "",
    python_module: node.pythonModule ?? "nodes",
    category: node.category,
    output_node: node.isOutput ?? false,
    ...(node.outputTooltips ? { output_tooltips: node.outputTooltips } : {}),
  };
}
