import { customRequest } from "./custom-sampling.ts";
import { textual } from "./inputs.ts";
import { isFrameId } from "./live-frames.ts";
import { NodeInterrupted } from "./node.ts";
import type { Inputs, InputSpec, InputSpecs, NodeDefinition } from "./node.ts";
import { kSamplerInputs, kSamplerRequest } from "./painting.ts";
import { samplePausing } from "./sample.ts";

const key: InputSpec = ["STRING", { default: "", multiline: false }];
const lazyTypes = new Set(["MODEL", "CONDITIONING", "LATENT", "NOISE", "GUIDER", "SAMPLER", "SIGMAS"]);

/** Inputs that are links are asked for only while nothing is parked. */
function withKey(inputs: InputSpecs): InputSpecs {
  const lazy = Object.entries(inputs).map(([name, spec]): [string, InputSpec] => {
    const [type] = spec;
    return [name, typeof type === "string" && lazyTypes.has(type) ? [type, { lazy: true }] : spec];
  });
  return { pause_key: key, ...Object.fromEntries(lazy) };
}

/** What was parked may go between the question for inputs and now: sent once more, the prompt asks for them. */
function checkPresent(inputs: Inputs): Inputs {
  if (inputs["latent_image"] === undefined) throw new NodeInterrupted();
  return inputs;
}

const pausing = {
  category: "LlamaSketch",
  pythonModule: "custom_nodes.llamasketch_frames",
  check: (inputs) => ({ pause_key: isFrameId(textual(inputs, "pause_key")) ? null : "not a key" }),
  resumes: (inputs, pauses) => pauses.isParked(textual(inputs, "pause_key")),
} satisfies Partial<NodeDefinition>;

const words =
  "but PUT /llamasketch/pause/{pause_key} ends its prompt at the next step; sent again it goes on.";

const kSampler: NodeDefinition = {
  ...pausing,
  classType: "LlamaSketchKSampler",
  displayName: "KSampler, pausing (LlamaSketch)",
  description: `KSampler, ${words}`,
  required: () => withKey(kSamplerInputs),
  outputs: ["LATENT"],
  run: async (inputs, context) => {
    const asked = () => kSamplerRequest(checkPresent(inputs));
    return { outputs: [await samplePausing(textual(inputs, "pause_key"), asked, context)] };
  },
};

const samplerCustomAdvanced: NodeDefinition = {
  ...pausing,
  classType: "LlamaSketchSamplerCustomAdvanced",
  displayName: "SamplerCustomAdvanced, pausing (LlamaSketch)",
  description: `SamplerCustomAdvanced, ${words}`,
  required: () =>
    withKey({
      noise: ["NOISE"],
      guider: ["GUIDER"],
      sampler: ["SAMPLER"],
      sigmas: ["SIGMAS"],
      latent_image: ["LATENT"],
    }),
  outputs: ["LATENT", "LATENT"],
  outputNames: ["output", "denoised_output"],
  run: async (inputs, context) => {
    const asked = () => customRequest(checkPresent(inputs));
    const painted = await samplePausing(textual(inputs, "pause_key"), asked, context);
    return { outputs: [painted, painted] };
  },
};

/** Samplers that step aside, of the project's own pack. */
export const pausingSamplers: readonly NodeDefinition[] = [kSampler, samplerCustomAdvanced];
