import { usesNewForm } from "../nodes/describe-node.ts";
import type { NodeValue } from "../nodes/value.ts";
import { nodeOf } from "./graph.ts";
import type { Graph } from "./graph.ts";
import { checkPlain, inputConfig } from "./validate-input.ts";
import type { Problem } from "./validate-input.ts";
import type { ValidationGround } from "./validation-ground.ts";

/** What was found about a node and all that leads to it. */
export interface Verdict {
  readonly valid: boolean;
  readonly problems: readonly Problem[];
}

/** A failure Python would raise while looking at a node. */
export class InnerFailure extends Error {
  readonly exceptionType: string;
  constructor(exceptionType: string, message: string) {
    super(message);
    this.exceptionType = exceptionType;
  }
}

/**
 * Checks a node and, through its links, all that leads to it. `path` holds the nodes on the way here.
 * Throws `InnerFailure` where ComfyUI raises.
 */
export function validateNode(
  graph: Graph,
  nodeId: string,
  verdicts: Map<string, Verdict>,
  path: readonly string[],
  ground: ValidationGround,
): Verdict {
  const known = verdicts.get(nodeId);
  if (known) return known;
  if (path.includes(nodeId)) return refuseCircle(graph, nodeId, verdicts, path, ground);
  // ComfyUI recurses until Python gives up.
  if (path.length > 900) return { valid: false, problems: [] };
  const node = graph[nodeId];
  const definition = ground.nodes.get(node.class_type)!;
  const newForm = usesNewForm(definition, ground.house);
  const plain: Record<string, NodeValue> = {};
  const problems: Problem[] = [];
  let valid = true;
  const required = definition.required(ground.house);
  // What a node checks itself is not looked up in its list.
  const ownChecks = Object.keys(definition.check?.({}, ground.house.files) ?? {});
  for (const [name, spec] of Object.entries({ ...required, ...definition.optional?.(ground.house) })) {
    const received = Object.hasOwn(node.inputs, name) ? node.inputs[name] : undefined;
    const about = { input_name: name, input_config: inputConfig(spec, newForm) };
    if (received === undefined) {
      if (!(name in required)) continue;
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
      const given = outputType(graph, linked[0], linked[1], ground);
      const wanted = typeof spec[0] === "string" ? spec[0] : "COMBO";
      if (given !== wanted) {
        problems.push({
          type: "return_type_mismatch",
          message: "Return type mismatch between linked nodes",
          details: `${name}, received_type(${given}) mismatch input_type(${wanted})`,
          extra_info: { ...about, received_type: given, linked_node: received },
        });
        continue;
      }
      try {
        if (!validateNode(graph, linked[0], verdicts, [...path, nodeId], ground).valid) valid = false;
      } catch (error) {
        if (!(error instanceof InnerFailure)) throw error;
        valid = false;
        verdicts.set(linked[0], { valid: false, problems: [innerProblem(error, about, received)] });
      }
    } else {
      const checked = checkPlain(name, spec, received, { skipList: ownChecks.includes(name), newForm });
      if ("problem" in checked) problems.push(checked.problem);
      else plain[name] = checked.value;
    }
  }
  if (definition.check && problems.length === 0) {
    for (const [name, complaint] of Object.entries(definition.check(plain, ground.house.files))) {
      if (complaint === null || !(name in plain)) continue;
      problems.push({
        type: "custom_validation_failed",
        message: "Custom validation failed for node",
        details: `${name} - ${complaint}`,
        extra_info: { input_name: name },
      });
    }
  }
  // A circle found below may have put its own complaint here already.
  const earlier = verdicts.get(nodeId)?.problems ?? [];
  const all = [...earlier, ...problems];
  const verdict = { valid: valid && all.length === 0, problems: all };
  verdicts.set(nodeId, verdict);
  return verdict;
}

/** The older generation recurses until Python gives up and says nothing; the newer one names the circle. */
function refuseCircle(
  graph: Graph,
  nodeId: string,
  verdicts: Map<string, Verdict>,
  path: readonly string[],
  ground: ValidationGround,
): Verdict {
  if (!ground.traits.namesGraphFaults) return { valid: false, problems: [] };
  const round = path.slice(path.indexOf(nodeId));
  const details = [...round, nodeId].map((id) => `${id} (${graph[id].class_type})`).join(" -> ");
  for (const id of round) {
    const problem: Problem = {
      type: "dependency_cycle",
      message: "Dependency cycle detected",
      details,
      extra_info: { node_id: id, cycle_nodes: round },
    };
    verdicts.set(id, { valid: false, problems: [problem] });
  }
  return verdicts.get(nodeId)!;
}

function innerProblem(error: InnerFailure, about: object, received: unknown): Problem {
  return {
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
}

function outputType(graph: Graph, nodeId: string, slot: number, ground: ValidationGround): string {
  const node = nodeOf(graph, nodeId);
  if (!node) throw new InnerFailure("KeyError", `'${nodeId}'`);
  const type = ground.nodes.get(node.class_type)!.outputs[slot];
  if (type === undefined) throw new InnerFailure("IndexError", "tuple index out of range");
  return type;
}
