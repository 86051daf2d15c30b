import { generations } from "../generation.ts";
import type { Generation } from "../generation.ts";
import { animationOutputs } from "./animation-outputs.ts";
import { customSampling } from "./custom-sampling.ts";
import { imageBatches } from "./image-batches.ts";
import { imageChanges } from "./image-changes.ts";
import { imageOutputs } from "./image-outputs.ts";
import { imageSources } from "./image-sources.ts";
import { latentNodes } from "./latents.ts";
import { liveFrames } from "./live-frames.ts";
import { loaders } from "./loaders.ts";
import type { NodeDefinition } from "./node.ts";
import { paintingNodes } from "./painting.ts";
import { pausingSamplers } from "./pausing-samplers.ts";
import { upscaling } from "./upscaling.ts";
import { videoNodes } from "./video.ts";

/** Every node by class. */
export type NodeRegistry = ReadonlyMap<string, NodeDefinition>;

const all: readonly NodeDefinition[] = [
  ...imageSources,
  ...imageChanges,
  ...imageBatches,
  ...imageOutputs,
  ...animationOutputs,
  ...loaders,
  ...latentNodes,
  ...paintingNodes,
  ...customSampling,
  ...upscaling,
  ...videoNodes,
];

/** The nodes of that generation, with or without the project's own pack. */
export function nodesOf(generation: Generation, nodePack: boolean): NodeRegistry {
  const offered = nodePack ? [...all, ...liveFrames, ...pausingSamplers] : all;
  const existing = offered.filter((node) => node.since === undefined || isSince(generation, node.since));
  return new Map(existing.map((node) => [node.classType, node]));
}

/** True when `generation` is `since` or newer. */
export function isSince(generation: Generation, since: Generation): boolean {
  return generations.indexOf(generation) >= generations.indexOf(since);
}
