import type { MemoryFiles } from "../memory-files.ts";
import { nodeRegistry } from "../nodes/registry.ts";
import type { NodeValue } from "../nodes/value.ts";
import { nodeOf } from "./graph.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { checkPlain, inputConfig } from "./validate-input.ts";
import type { Problem } from "./validate-input.ts";

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

interface Verdict {
  readonly valid: boolean;
  readonly problems: readonly Problem[];
}

/** A failure Python would raise while looking at a node. */
class InnerFailure extends Error {
  readonly exceptionType: string;
  constructor(exceptionType: string, message: string) {
    super(message);
    this.exceptionType = exceptionType;
  }
}

/** Checks a whole graph. `targets` limits the outputs that run; null means all of them. */
export function validatePrompt(
  prompt: unknown,
  targets: readonly string[] | null,
  files: MemoryFiles,
): Validation {
  const refuse = (
    type: string,
    message: string,
    details: string,
    nodeErrors: NodeErrors = {},
  ): Validation => ({
    ok: false,
    error: { type, message, details, extra_info: {} },
    nodeErrors,
  });
  if (typeof prompt !== "object" || prompt === null) {
    return refuse("invalid_prompt", "The prompt must be an object of nodes.", "");
  }
  const graph: Record<string, GraphNode> = Object.create(null) as Record<string, GraphNode>;
  const outputs: string[] = [];
  for (const [nodeId, node] of Object.entries(prompt)) {
    const classType = isRecord(node) ? node["class_type"] : undefined;
    if (!isRecord(node) || typeof classType !== "string") {
      const message = "Cannot execute because a node is missing the class_type property.";
      return refuse("invalid_prompt", message, `Node ID '#${nodeId}'`);
    }
    const definition = nodeRegistry.get(classType);
    if (!definition) {
      const message = `Cannot execute because node ${classType} does not exist.`;
      return refuse("invalid_prompt", message, `Node ID '#${nodeId}'`);
    }
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
    const verdict = validateOutput(graph, output, verdicts, files);
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

function validateOutput(
  graph: Graph,
  output: string,
  verdicts: Map<string, Verdict>,
  files: MemoryFiles,
): Verdict {
  try {
    return validateNode(graph, output, verdicts, new Set(), files);
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

function validateNode(
  graph: Graph,
  nodeId: string,
  verdicts: Map<string, Verdict>,
  path: ReadonlySet<string>,
  files: MemoryFiles,
): Verdict {
  const known = verdicts.get(nodeId);
  if (known) return known;
  // ComfyUI recurses until Python gives up: a cycle is refused without a word about any node.
  if (path.has(nodeId) || path.size > 900) return { valid: false, problems: [] };
  const node = graph[nodeId];
  const definition = nodeRegistry.get(node.class_type)!;
  const plain: Record<string, NodeValue> = {};
  const problems: Problem[] = [];
  let valid = true;
  for (const [name, spec] of Object.entries(definition.required(files))) {
    const received = Object.hasOwn(node.inputs, name) ? node.inputs[name] : undefined;
    const about = { input_name: name, input_config: inputConfig(spec) };
    if (received === undefined) {
      const message = "Required input is missing";
      problems.push({
        type: "required_input_missing",
        message,
        details: name,
        extra_info: { input_name: name },
      });
    } else if (Array.isArray(received)) {
      if (received.length !== 2) {
        problems.push({
          type: "bad_linked_input",
          message: "Bad linked input, must be a length-2 list of [node_id, slot_index]",
          details: name,
          extra_info: { ...about, received_value: received },
        });
        continue;
      }
      const linked = [String(received[0]), Number(received[1])] as const;
      const given = outputType(graph, linked[0], linked[1]);
      if (given !== (typeof spec[0] === "string" ? spec[0] : "COMBO")) {
        problems.push({
          type: "return_type_mismatch",
          message: "Return type mismatch between linked nodes",
          details: `${name}, received_type(${given}) mismatch input_type(${typeof spec[0] === "string" ? spec[0] : "COMBO"})`,
          extra_info: { ...about, received_type: given, linked_node: received },
        });
        continue;
      }
      try {
        if (!validateNode(graph, linked[0], verdicts, new Set([...path, nodeId]), files).valid) valid = false;
      } catch (error) {
        if (!(error instanceof InnerFailure)) throw error;
        valid = false;
        const problem: Problem = {
          type: "exception_during_inner_validation",
          message: "Exception when validating inner node",
          details: error.message,
          extra_info: {
            ...about,
            exception_message: error.message,
            exception_type: error.exceptionType,
            traceback: [],
            linked_node: received,
          },
        };
        verdicts.set(linked[0], { valid: false, problems: [problem] });
      }
    } else {
      const checked = checkPlain(name, spec, received, definition.check !== undefined);
      if ("problem" in checked) problems.push(checked.problem);
      else plain[name] = checked.value;
    }
  }
  if (definition.check && problems.length === 0) {
    for (const [name, complaint] of Object.entries(definition.check(plain, files))) {
      if (complaint === null || !(name in plain)) continue;
      problems.push({
        type: "custom_validation_failed",
        message: "Custom validation failed for node",
        details: `${name} - ${complaint}`,
        extra_info: { input_name: name },
      });
    }
  }
  const verdict = { valid: valid && problems.length === 0, problems };
  verdicts.set(nodeId, verdict);
  return verdict;
}

function outputType(graph: Graph, nodeId: string, slot: number): string {
  const node = nodeOf(graph, nodeId);
  if (!node) throw new InnerFailure("KeyError", `'${nodeId}'`);
  const type = nodeRegistry.get(node.class_type)!.outputs[slot];
  if (type === undefined) throw new InnerFailure("IndexError", "tuple index out of range");
  return type;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
