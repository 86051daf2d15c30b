import type { Device } from "../device.ts";
import type { PauseBoard } from "../engine/pause-board.ts";
import type { Generation } from "../generation.ts";
import type { MemoryFiles } from "../memory-files.ts";
import type { ModelShelf } from "../model-shelf.ts";
import type { FaultBoard } from "../faults/fault-board.ts";
import type { ClipRequest } from "../painter/clip.ts";
import type { PaintRequest } from "../painter/paint-request.ts";
import type { FileTexts } from "./png-texts.ts";
import type { Painting } from "./painting-in-hand.ts";
import type { NodeValue } from "./value.ts";

/** Settings of an input, as `object_info` shows them. */
export type InputConfig = Readonly<Record<string, unknown>>;

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

/** What decides which choices a node offers. */
export interface NodeHouse {
  readonly files: MemoryFiles;
  readonly models: ModelShelf;
  readonly generation: Generation;
}

/** Files by kind, as `executed` and the history show them. */
export interface NodeUi {
  readonly images?: readonly ImageReference[];
  readonly latents?: readonly ImageReference[];
  /** Beside `images` that move. */
  readonly animated?: readonly boolean[];
}

/** What a node hands back. */
export interface NodeResult {
  readonly outputs: readonly NodeValue[];
  /** Shown to the client in `executed` and kept in the history. */
  readonly ui?: NodeUi;
}

/** What a node may use while it runs. */
export interface NodeContext extends NodeHouse {
  readonly faults: FaultBoard;
  /** What models cost here. */
  readonly device: Device;
  /** Samplers that rest. */
  readonly pauses: PauseBoard<Painting>;
  /** What saved files say of the workflow they came from: `prompt`, then what the client gave, `workflow` among it. */
  readonly fileTexts: FileTexts;
  /** Extra time the sampler takes, to stand for a slower device. */
  readonly paintDelayMs: number;
  /** Which way the sampler shows what it has so far. */
  readonly previews: boolean;
  /** Paints off the event loop; resolves with RGB bytes. `onShare` hears how much is done, 0 to 1. */
  paint(request: PaintRequest, onShare?: (share: number) => void): Promise<Uint8Array>;
  /** Reports progress, with a picture where there is one: PNG is a result, JPEG a preview. */
  progress(value: number, max: number, picture?: { bytes: Buffer; mime: "image/png" | "image/jpeg" }): void;
  /** Sends a result that is already encoded, without progress. */
  picture(picture: { bytes: Buffer; mime: "image/jpeg" | "image/webp" }): void;
  /** True when the prompt's client reads image frames with metadata. */
  readonly takesMetadata: boolean;
  /** Makes a clip of a still picture, off the event loop. */
  animate(request: ClipRequest): Promise<Uint8Array[]>;
  /** Name of a device fault in this generation. */
  readonly deviceFault: string;
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
  /** Since which generation it exists; always when not named. */
  readonly since?: Generation;
  /** Since which generation `/object_info` shows it in the newer form; never when not named. */
  readonly newFormSince?: Generation;
  readonly required: (house: NodeHouse) => InputSpecs;
  readonly optional?: (house: NodeHouse) => InputSpecs;
  readonly hidden?: Readonly<Record<string, string>>;
  readonly outputs: readonly string[];
  readonly outputNames?: readonly string[];
  readonly outputTooltips?: readonly string[];
  readonly isOutput?: boolean;
  /** Stands in for the inputs' unseen part, e.g. a file's bytes. Null: never cached. */
  readonly fingerprint?: (inputs: Inputs, files: MemoryFiles) => string | null;
  /** Checks inputs the node validates itself: a complaint by input name. */
  /** True when it goes on with what is parked and needs none of its links. */
  readonly resumes?: (inputs: Inputs, pauses: PauseBoard<Painting>) => boolean;
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
