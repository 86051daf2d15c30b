/** Pictures, 8-bit RGB, all of one size. */
export interface ImageValue {
  readonly kind: "IMAGE";
  readonly width: number;
  readonly height: number;
  /** `width * height * 3` bytes each. */
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

/** Words, as they were written. */
export interface ConditioningValue {
  readonly kind: "CONDITIONING";
  readonly text: string;
}

/** Stands for a loaded part of the one checkpoint. */
export interface ModelValue {
  readonly kind: "MODEL" | "CLIP" | "VAE";
}

/** What travels between nodes. */
export type NodeValue =
  | ImageValue
  | MaskValue
  | LatentValue
  | ConditioningValue
  | ModelValue
  | number
  | string
  | boolean;
