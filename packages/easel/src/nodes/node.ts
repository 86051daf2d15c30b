import type { MemoryFiles } from "../memory-files.ts";
import type { PaintRequest } from "../painter/paint.ts";
import type { NodeValue } from "./value.ts";

/** Settings of an input, as `object_info` shows them. */
export type InputConfig = Readonly<Record<string, string | number | boolean>>;

/** Type name or list of choices, then settings. */
export type InputSpec = readonly [type: string | readonly string[], config?: InputConfig];

/** Inputs of a node in their order. */
export type InputSpecs = Readonly<Record<string, InputSpec>>;

/** A file a node wrote, as `executed` and the history name it. */
export interface ImageReference {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: string;
}

/** What a node hands back. */
export interface NodeResult {
  readonly outputs: readonly NodeValue[];
  /** Shown to the client in `executed` and kept in the history. */
  readonly ui?: { readonly images: readonly ImageReference[] };
}

/** What a node may use while it runs. */
export interface NodeContext {
  readonly files: MemoryFiles;
  /** Extra time the sampler takes, to stand for a slower device. */
  readonly paintDelayMs: number;
  /** Paints off the event loop; resolves with RGB bytes. */
  paint(request: PaintRequest): Promise<Uint8Array>;
  /** Reports progress, with a finished PNG where there is one. */
  progress(value: number, max: number, png?: Buffer): void;
  /** Sends a TEXT frame. */
  text(text: string): void;
  /** Throws when the prompt was interrupted. */
  checkInterrupt(): void;
}

/** One kind of node. */
export interface NodeDefinition {
  readonly classType: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly category: string;
  readonly pythonModule?: string;
  readonly required: (files: MemoryFiles) => InputSpecs;
  readonly hidden?: Readonly<Record<string, string>>;
  readonly outputs: readonly string[];
  readonly outputNames?: readonly string[];
  readonly outputTooltips?: readonly string[];
  readonly isOutput?: boolean;
  /** Stands in for the inputs' unseen part, e.g. a file's bytes. Null: never cached. */
  readonly fingerprint?: (inputs: Inputs, files: MemoryFiles) => string | null;
  /** Checks inputs the node validates itself: a complaint by input name. */
  readonly check?: (inputs: Inputs, files: MemoryFiles) => Readonly<Record<string, string | null>>;
  readonly run: (inputs: Inputs, context: NodeContext) => Promise<NodeResult> | NodeResult;
}

/** Inputs by name: plain values and what linked nodes gave. */
export type Inputs = Readonly<Record<string, NodeValue>>;

/** A failure with the name that ComfyUI would give it. */
export class NodeFailure extends Error {
  readonly exceptionType: string;
  constructor(exceptionType: string, message: string) {
    super(message);
    this.exceptionType = exceptionType;
  }
}

/** The prompt was interrupted while a node ran. */
export class NodeInterrupted extends Error {}
