import type { ComfyGraph, ComfyInput, ComfyNode, ComfyWorkflow } from "../graph.ts";
import { ComfyInputError, fileName, finiteNumber, wholeNumber } from "../graphs/check.ts";
import type { ComfyFile } from "../replies.ts";

/** Some of a picture's steps. */
export interface ComfyChunk {
  /** Steps done before it. */
  readonly fromStep: number;
  /** Steps done after it; all of them for the last. */
  readonly toStep: number;
  /** What the chunk before it left; null for the first. */
  readonly latent: ComfyFile | null;
  /** Folder and stem of the file that it leaves. */
  readonly prefix: string;
}

/** Steps that `chunkOf` can take apart; null when a workflow's sampler is not `KSampler`, or not the only one. */
export function stepsOf({ graph }: ComfyWorkflow): number | null {
  const sampler = samplerOf(graph);
  const steps = sampler?.node.inputs.steps;
  return typeof steps === "number" ? steps : null;
}

/**
 * Those steps as a prompt of its own, with stock nodes, so that another prompt can run before the next. All but the last
 * end in `SaveLatent`: run them with `runPromptForFiles` and hand the file to the next. Throws `ComfyInputError`.
 *
 * A sampler that remembers earlier steps begins each chunk without them, and one that adds noise draws other noise than
 * in a whole run: the picture is then another one, no worse one. Euler, Heun, DPM2 and DDIM give the same up to rounding.
 */
export function chunkOf({ graph, outputNode }: ComfyWorkflow, chunk: ComfyChunk): ComfyWorkflow {
  const sampler = samplerOf(graph);
  if (!sampler) throw new ComfyInputError("graph", "has no KSampler, or more than one");
  const { inputs } = sampler.node;
  const steps = wholeNumber("steps", Number(inputs.steps), 1, 10_000);
  const fromStep = wholeNumber("fromStep", chunk.fromStep, 0, steps - 1);
  const toStep = wholeNumber("toStep", chunk.toStep, fromStep + 1, steps);
  if ((chunk.latent === null) !== (fromStep === 0))
    throw new ComfyInputError("latent", "is what every chunk but the first begins with");
  const denoise = finiteNumber("denoise", Number(inputs.denoise ?? 1), 0.0001, 1);
  // KSampler runs the last steps of a longer schedule when it keeps some of the picture.
  const scheduled = Math.max(steps, Math.floor(steps / denoise));
  const skipped = scheduled - steps;
  const isLast = toStep === steps;
  const { model, positive, negative, cfg, sampler_name, scheduler } = inputs;
  const kept = Object.entries({ model, positive, negative, cfg, sampler_name, scheduler });
  const advanced: ComfyNode = {
    class_type: "KSamplerAdvanced",
    inputs: {
      ...Object.fromEntries(kept.filter((entry): entry is [string, ComfyInput] => entry[1] !== undefined)),
      latent_image: chunk.latent ? ["chunkLoad", 0] : (inputs.latent_image ?? ""),
      add_noise: fromStep === 0 ? "enable" : "disable",
      // A sampler that adds noise must not add the same in every chunk.
      noise_seed: (Number(inputs.seed) + fromStep) % Number.MAX_SAFE_INTEGER,
      steps: scheduled,
      start_at_step: skipped + fromStep,
      end_at_step: skipped + toStep,
      return_with_leftover_noise: isLast ? "disable" : "enable",
    },
  };
  const load = chunk.latent && {
    chunkLoad: { class_type: "LoadLatent", inputs: { latent: placeOf(chunk.latent) } },
  };
  const prefix = fileName("prefix", chunk.prefix);
  const save = !isLast && {
    chunkSave: {
      class_type: "SaveLatent",
      inputs: { samples: [sampler.nodeId, 0] as const, filename_prefix: prefix },
    },
  };
  const output = isLast ? outputNode : "chunkSave";
  const whole = { ...graph, [sampler.nodeId]: advanced, ...load, ...save };
  return { graph: neededFor(output, whole), outputNode: output };
}

function samplerOf(graph: ComfyGraph): { nodeId: string; node: ComfyNode } | null {
  const samplers = Object.entries(graph).filter(([, { class_type }]) => /Sampler/.test(class_type));
  const [only] = samplers;
  if (!only || samplers.length > 1 || only[1].class_type !== "KSampler") return null;
  return { nodeId: only[0], node: only[1] };
}

function placeOf({ filename, subfolder, type }: ComfyFile): string {
  return fileName("latent", `${subfolder === "" ? "" : `${subfolder}/`}${filename} [${type}]`);
}

/** The node and all that leads to it: every other output would be run as well. */
function neededFor(outputNode: string, graph: ComfyGraph): ComfyGraph {
  const needed = new Set([outputNode]);
  for (const nodeId of needed)
    for (const input of Object.values(graph[nodeId]?.inputs ?? {}))
      if (typeof input === "object") needed.add(input[0]);
  return Object.fromEntries(Object.entries(graph).filter(([nodeId]) => needed.has(nodeId)));
}
