import type { GenerationTraits } from "../generation.ts";
import type { Graph, GraphNode } from "./graph.ts";
import type { Problem } from "./validate-input.ts";
import { InnerFailure, validateNode } from "./validate-node.ts";
import type { Verdict } from "./validate-node.ts";
import type { ValidationGround } from "./validation-ground.ts";

/** What `/prompt` says about the nodes that are wrong. */
export type NodeErrors = Record<
  string,
  { errors: readonly Problem[]; dependent_outputs: string[]; class_type: string }
>;

/** A graph that can run, at least in part, or the refusal. */
export type Validation =
  | {
      readonly ok: true;
      readonly graph: Graph;
      readonly outputs: readonly string[];
      readonly nodeErrors: NodeErrors;
    }
  | { readonly ok: false; readonly error: Problem; readonly nodeErrors: NodeErrors };

/** Checks a whole graph. `targets` limits the outputs that run; null means all of them. */
export function validatePrompt(
  prompt: object,
  targets: readonly string[] | null,
  ground: ValidationGround,
): Validation {
  const graph: Record<string, GraphNode> = Object.create(null) as Record<string, GraphNode>;
  const outputs: string[] = [];
  for (const [nodeId, node] of Object.entries(prompt) as [string, unknown][]) {
    const classType = isRecord(node) ? node["class_type"] : undefined;
    if (!isRecord(node) || typeof classType !== "string")
      return refuseNode(nodeId, node, null, ground.traits);
    const definition = ground.nodes.get(classType);
    if (!definition) return refuseNode(nodeId, node, classType, ground.traits);
    graph[nodeId] = {
      ...node,
      class_type: classType,
      inputs: isRecord(node["inputs"]) ? node["inputs"] : {},
    };
    if (definition.isOutput && (targets === null || targets.includes(nodeId))) outputs.push(nodeId);
  }
  if (outputs.length === 0) return refuse("prompt_no_outputs", "Prompt has no outputs", "");
  const verdicts = new Map<string, Verdict>();
  const good: string[] = [];
  const nodeErrors = Object.create(null) as NodeErrors;
  const details: string[] = [];
  for (const output of outputs) {
    const verdict = validateOutput(graph, output, verdicts, ground);
    if (verdict.valid) {
      good.push(output);
      continue;
    }
    details.push(...verdict.problems.map((problem) => `${problem.message}: ${problem.details}`));
    for (const [nodeId, { valid, problems }] of verdicts) {
      if (valid || problems.length === 0) continue;
      nodeErrors[nodeId] ??= {
        errors: problems,
        dependent_outputs: [],
        class_type: graph[nodeId].class_type,
      };
      nodeErrors[nodeId].dependent_outputs.push(output);
    }
  }
  if (good.length > 0) return { ok: true, graph, outputs: good, nodeErrors };
  return refuse(
    "prompt_outputs_failed_validation",
    "Prompt outputs failed validation",
    details.join("\n"),
    nodeErrors,
  );
}

function refuse(type: string, message: string, details: string, nodeErrors: NodeErrors = {}): Validation {
  return { ok: false, error: { type, message, details, extra_info: {} }, nodeErrors };
}

/** A node without a class, or of a class that is not here; each generation has its own words for it. */
function refuseNode(
  nodeId: string,
  node: unknown,
  classType: string | null,
  traits: GenerationTraits,
): Validation {
  const details = `Node ID '#${nodeId}'`;
  if (!traits.namesGraphFaults) {
    const message =
      classType === null
        ? "Cannot execute because a node is missing the class_type property."
        : `Cannot execute because node ${classType} does not exist.`;
    return refuse("invalid_prompt", message, details);
  }
  const meta = isRecord(node) ? node["_meta"] : undefined;
  const given = isRecord(meta) ? meta["title"] : undefined;
  const title = typeof given === "string" ? given : classType;
  const message =
    classType === null
      ? `Node '${title ?? `ID #${nodeId}`}' has no class_type. The workflow may be corrupted or a custom node is missing.`
      : `Node '${title}' not found. The custom node may not be installed.`;
  const extra = { node_id: nodeId, class_type: classType, node_title: title };
  return {
    ok: false,
    error: { type: "missing_node_type", message, details, extra_info: extra },
    nodeErrors: {},
  };
}

function validateOutput(
  graph: Graph,
  output: string,
  verdicts: Map<string, Verdict>,
  ground: ValidationGround,
): Verdict {
  try {
    return validateNode(graph, output, verdicts, [], ground);
  } catch (error) {
    if (!(error instanceof InnerFailure)) throw error;
    const problem: Problem = {
      type: "exception_during_validation",
      message: "Exception when validating node",
      details: error.message,
      extra_info: { exception_type: error.exceptionType, traceback: [] },
    };
    const verdict = { valid: false, problems: [problem] };
    verdicts.set(output, verdict);
    return verdict;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
