import type { NodeRegistry } from "../nodes/registry.ts";
import type { NodeHouse } from "../nodes/node.ts";
import type { GenerationTraits } from "../generation.ts";

/** What a graph is checked against. */
export interface ValidationGround {
  readonly nodes: NodeRegistry;
  readonly house: NodeHouse;
  readonly traits: GenerationTraits;
}
