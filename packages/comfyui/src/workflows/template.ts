/** How good a picture is asked for: 512, 768 or 1024 pixels a side, or what the model makes of that. */
export type Quality = "draft" | "full" | "final";

/** Shape of the picture. */
export type Aspect = "square" | "portrait" | "landscape";

/** What a hole is filled with. */
export type HoleName =
  | "prompt"
  | "negativePrompt"
  | "seed"
  | "image"
  | "width"
  | "height"
  | "strength"
  | "steps"
  /** Steps of a whole schedule of which only the last `strength` is run. */
  | "scheduledSteps"
  | "cfg"
  | "sampler"
  | "scheduler"
  | "prefix";

/** A value, a link, a hole, or the name of a file by its role. */
export type TemplateInput =
  | string
  | number
  | boolean
  | readonly [nodeId: string, slot: number]
  | { readonly hole: HoleName }
  | { readonly file: string };

/** One node of a template. */
export interface TemplateNode {
  readonly class_type: string;
  readonly inputs: Readonly<Record<string, TemplateInput>>;
}

/** A model file that a workflow needs. */
export interface WorkflowFile {
  /** What it is to the workflow; an operator may name another file for it. */
  readonly role: string;
  /** Folder under `models/`. */
  readonly folder: "checkpoints" | "diffusion_models" | "text_encoders" | "vae" | "upscale_models";
  readonly name: string;
  /** Where its publisher offers it. */
  readonly source: string;
  readonly sizeGb: number;
}

/** How a quality is made. */
export interface QualitySettings {
  readonly steps: number;
  readonly cfg: number;
  readonly sampler: string;
  readonly scheduler: string;
  /** Pixels by shape; a shape that is missing cannot be asked for. */
  readonly sizes: Readonly<Partial<Record<Aspect, readonly [width: number, height: number]>>>;
}

/** A workflow as data: nothing in it is code, all of it could be a JSON file. */
export interface WorkflowTemplate {
  readonly id: string;
  readonly title: string;
  /** `live` answers in about a second; `queued` may take its time. */
  readonly use: "live" | "queued";
  /** What comes out: pictures over the socket, or a clip as a file. */
  readonly makes: "picture" | "clip";
  /** True when it starts from a picture. */
  readonly takesImage: boolean;
  /** True when it listens to words. */
  readonly takesWords: boolean;
  readonly files: readonly WorkflowFile[];
  /** Video memory it is said to need; publishers' and users' figures, not measured here. */
  readonly vramGb: number;
  readonly qualities: Readonly<Record<Quality, QualitySettings>>;
  /** Node ids are stable, so that a server's cache holds from prompt to prompt. */
  readonly nodes: Readonly<Record<string, TemplateNode>>;
  readonly outputNode: string;
  /** Where LoRAs go in: what gives the model and, where the words are read, the CLIP. */
  readonly lora: {
    readonly model: string;
    readonly clip: readonly [nodeId: string, slot: number] | null;
  } | null;
  /** Seconds and frames of a clip. */
  readonly clip?: { readonly frames: number; readonly fps: number; readonly seconds: number };
}
