import type { InputConfig, InputSpec, InputSpecs, NodeDefinition, NodeHouse } from "./node.ts";
import { isSince } from "./registry.ts";

/** An input as ComfyUI writes it, in the older or the newer form of a node. */
export type ShownInput = readonly [type: string | readonly string[], config?: InputConfig];

/** The newer form writes choices as `COMBO` with its options, and always writes the settings. */
export function showInput(spec: InputSpec, newForm: boolean): ShownInput {
  if (!newForm) return spec;
  const [type, config] = spec;
  if (typeof type === "string") return [type, config ?? {}];
  return ["COMBO", { multiselect: false, options: type, ...config }];
}

/** True when that generation shows the node in the newer form. */
export function usesNewForm(node: NodeDefinition, house: NodeHouse): boolean {
  return node.newFormSince !== undefined && isSince(house.generation, node.newFormSince);
}

/** A node as `/object_info` shows it. */
export function describeNode(node: NodeDefinition, house: NodeHouse): Record<string, unknown> {
  const newForm = usesNewForm(node, house);
  const show = (specs: InputSpecs): Record<string, ShownInput> =>
    Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, showInput(spec, newForm)]));
  const groups: Record<string, Record<string, unknown>> = { required: show(node.required(house)) };
  if (node.optional) groups["optional"] = show(node.optional(house));
  if (node.hidden) groups["hidden"] = { ...node.hidden };
  const later = isSince(house.generation, "0.38.1");
  return {
    input: groups,
    input_order: Object.fromEntries(
      Object.entries(groups).map(([group, inputs]) => [group, Object.keys(inputs)]),
    ),
    ...(later ? { is_input_list: false } : {}),
    output: node.outputs,
    output_is_list: node.outputs.map(() => false),
    output_name: node.outputNames ?? node.outputs,
    ...(newForm
      ? { output_tooltips: node.outputs.map((_, index) => node.outputTooltips?.[index] ?? null) }
      : {}),
    name: node.classType,
    display_name: node.displayName ?? (newForm ? null : node.classType),
    description: node.description ?? "",
    python_module: node.pythonModule ?? "nodes",
    category: node.category,
    output_node: node.isOutput ?? false,
    ...(newForm ? { deprecated: false, experimental: false, api_node: false } : {}),
    ...(!newForm && node.outputTooltips ? { output_tooltips: node.outputTooltips } : {}),
    ...(later ? { has_intermediate_output: false, search_aliases: [] } : {}),
  };
}
