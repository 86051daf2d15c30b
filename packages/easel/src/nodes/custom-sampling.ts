import { maxSeed, modelFile, numeric, seedOf, tagged } from "./inputs.ts";
import type { Inputs, NodeDefinition, NodeResult } from "./node.ts";
import { sample } from "./sample.ts";
import type { SampleRequest } from "./sample.ts";
import { samplerNames, schedulerNames } from "./sampler-names.ts";

const module = {
  pythonModule: "comfy_extras.nodes_custom_sampler",
  newFormSince: "0.38.1",
} as const;
const share = { default: 1, min: 0, max: 1, step: 0.01 };

const randomNoise: NodeDefinition = {
  ...module,
  classType: "RandomNoise",
  category: "sampling/custom_sampling/noise",
  required: () => ({
    noise_seed: ["INT", { default: 0, min: 0, max: maxSeed, control_after_generate: true }],
  }),
  outputs: ["NOISE"],
  run: (inputs) => ({ outputs: [{ kind: "NOISE", seed: seedOf(inputs, "noise_seed") }] }),
};

const kSamplerSelect: NodeDefinition = {
  ...module,
  classType: "KSamplerSelect",
  category: "sampling/custom_sampling/samplers",
  required: () => ({ sampler_name: [samplerNames] }),
  outputs: ["SAMPLER"],
  run: () => ({ outputs: [{ kind: "SAMPLER" }] }),
};

const basicScheduler: NodeDefinition = {
  ...module,
  classType: "BasicScheduler",
  category: "sampling/custom_sampling/schedulers",
  required: () => ({
    model: ["MODEL"],
    scheduler: [schedulerNames],
    steps: ["INT", { default: 20, min: 1, max: 10000 }],
    denoise: ["FLOAT", share],
  }),
  outputs: ["SIGMAS"],
  run: (inputs) => ({
    outputs: [{ kind: "SIGMAS", steps: numeric(inputs, "steps"), denoise: numeric(inputs, "denoise") }],
  }),
};

const sdTurboScheduler: NodeDefinition = {
  ...module,
  classType: "SDTurboScheduler",
  category: "sampling/custom_sampling/schedulers",
  required: () => ({
    model: ["MODEL"],
    steps: ["INT", { default: 1, min: 1, max: 10 }],
    denoise: ["FLOAT", share],
  }),
  outputs: ["SIGMAS"],
  run: (inputs) => ({
    outputs: [{ kind: "SIGMAS", steps: numeric(inputs, "steps"), denoise: numeric(inputs, "denoise") }],
  }),
};

const splitSigmasDenoise: NodeDefinition = {
  ...module,
  classType: "SplitSigmasDenoise",
  category: "sampling/custom_sampling/sigmas",
  required: () => ({ sigmas: ["SIGMAS"], denoise: ["FLOAT", share] }),
  outputs: ["SIGMAS", "SIGMAS"],
  outputNames: ["high_sigmas", "low_sigmas"],
  run: (inputs) => {
    const { steps } = tagged(inputs, "sigmas", "SIGMAS");
    const denoise = numeric(inputs, "denoise");
    const low = Math.round(steps * denoise);
    return {
      outputs: [
        { kind: "SIGMAS", steps: steps - low, denoise: 1 },
        { kind: "SIGMAS", steps: low, denoise },
      ],
    };
  },
};

const sideOf = { default: 1024, min: 16, max: 16384, step: 1 };

const flux2Scheduler: NodeDefinition = {
  classType: "Flux2Scheduler",
  category: "sampling/custom_sampling/schedulers",
  pythonModule: "comfy_extras.nodes_flux",
  since: "0.38.1",
  newFormSince: "0.38.1",
  required: () => ({
    steps: ["INT", { default: 20, min: 1, max: 4096 }],
    width: ["INT", sideOf],
    height: ["INT", sideOf],
  }),
  outputs: ["SIGMAS"],
  run: (inputs) => ({ outputs: [{ kind: "SIGMAS", steps: numeric(inputs, "steps"), denoise: 1 }] }),
};

const guider = (inputs: Inputs, words: string): NodeResult => ({
  outputs: [
    {
      kind: "GUIDER",
      conditioning: tagged(inputs, words, "CONDITIONING"),
      model: modelFile(inputs),
    },
  ],
});

const basicGuider: NodeDefinition = {
  ...module,
  classType: "BasicGuider",
  category: "sampling/custom_sampling/guiders",
  required: () => ({ model: ["MODEL"], conditioning: ["CONDITIONING"] }),
  outputs: ["GUIDER"],
  run: (inputs) => guider(inputs, "conditioning"),
};

const cfgGuider: NodeDefinition = {
  ...module,
  classType: "CFGGuider",
  category: "sampling/custom_sampling/guiders",
  required: () => ({
    model: ["MODEL"],
    positive: ["CONDITIONING"],
    negative: ["CONDITIONING"],
    cfg: ["FLOAT", { default: 8, min: 0, max: 100, step: 0.1, round: 0.01 }],
  }),
  outputs: ["GUIDER"],
  run: (inputs) => guider(inputs, "positive"),
};

/** What `SamplerCustomAdvanced` is asked for. */
export function customRequest(inputs: Inputs): SampleRequest {
  const { steps, denoise } = tagged(inputs, "sigmas", "SIGMAS");
  const { conditioning, model } = tagged(inputs, "guider", "GUIDER");
  const { seed } = tagged(inputs, "noise", "NOISE");
  return { latent: tagged(inputs, "latent_image", "LATENT"), conditioning, denoise, seed, steps, model };
}

const samplerCustomAdvanced: NodeDefinition = {
  ...module,
  classType: "SamplerCustomAdvanced",
  category: "sampling/custom_sampling",
  required: () => ({
    noise: ["NOISE"],
    guider: ["GUIDER"],
    sampler: ["SAMPLER"],
    sigmas: ["SIGMAS"],
    latent_image: ["LATENT"],
  }),
  outputs: ["LATENT", "LATENT"],
  outputNames: ["output", "denoised_output"],
  run: async (inputs, context) => {
    const request = customRequest(inputs);
    if (request.steps === 0) return { outputs: [request.latent, request.latent] };
    const painted = await sample(request, context);
    return { outputs: [painted, painted] };
  },
};

/** The sampler in parts. */
export const customSampling: readonly NodeDefinition[] = [
  randomNoise,
  kSamplerSelect,
  basicScheduler,
  sdTurboScheduler,
  splitSigmasDenoise,
  flux2Scheduler,
  basicGuider,
  cfgGuider,
  samplerCustomAdvanced,
];
