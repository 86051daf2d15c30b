/** Pictures, 8-bit RGB, all of one size. */
export interface ImageValue {
  readonly kind: "IMAGE";
  readonly width: number;
  readonly height: number;
  /** `width * height * 3` bytes each; frames may share their bytes. */
  readonly frames: readonly Uint8Array[];
}

/** One plane, 0 to 255. */
export interface MaskValue {
  readonly kind: "MASK";
  readonly width: number;
  readonly height: number;
  readonly plane: Uint8Array;
}

/** A latent here simply carries pixels: the painter works on the drawing itself. */
export interface LatentValue {
  readonly kind: "LATENT";
  readonly image: ImageValue;
}

/** How a picture is to move. */
export interface Motion {
  /** 1 to 1023; 127 is usual. */
  readonly bucket: number;
  readonly augmentation: number;
}

/** Words as they were written, or a picture that is to move. */
export interface ConditioningValue {
  readonly kind: "CONDITIONING";
  readonly text: string;
  readonly motion?: Motion;
}

/** Stands for something loaded from a file; all of them are the one painter. */
export interface ModelValue {
  readonly kind: "MODEL" | "CLIP" | "VAE" | "CLIP_VISION" | "UPSCALE_MODEL" | "SAMPLER";
  /** Name of the file it came from. */
  readonly file?: string;
}

/** Noise of a seed. */
export interface NoiseValue {
  readonly kind: "NOISE";
  readonly seed: number;
}

/** What leads the sampler. */
export interface GuiderValue {
  readonly kind: "GUIDER";
  readonly conditioning: ConditioningValue;
  /** File of the model it leads. */
  readonly model: string | undefined;
}

/** How many steps, and how much of the way they go: 1 paints freely. */
export interface SigmasValue {
  readonly kind: "SIGMAS";
  readonly steps: number;
  readonly denoise: number;
}

/** A box in a picture, pixels. */
export interface BoxValue {
  readonly kind: "BOUNDING_BOX";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What travels between nodes. */
export type NodeValue =
  | ImageValue
  | MaskValue
  | LatentValue
  | ConditioningValue
  | ModelValue
  | NoiseValue
  | GuiderValue
  | SigmasValue
  | BoxValue
  | number
  /** A whole number beyond 2^53. */
  | bigint
  | string
  | boolean;
