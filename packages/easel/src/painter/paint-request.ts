/** A drawing and how to paint it. */
export interface PaintRequest {
  /** `width * height * 3` RGB bytes, or `* 4` RGBA (laid on white). */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly prompt: string;
  /** 0 keeps the drawing, 1 paints freely. */
  readonly strength: number;
  readonly seed: number;
}
