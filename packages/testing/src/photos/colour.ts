/** Colour by the book: what a decoder should make of samples, worked out in floating point. Nothing here is used by the product. */

export type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/** Colorants in XYZ under D50, as ICC profiles have them: rows X, Y, Z. */
export const SRGB: Matrix = [
  [0.436066, 0.385147, 0.143066],
  [0.222488, 0.716873, 0.060608],
  [0.013916, 0.097076, 0.714096],
];
export const DISPLAY_P3: Matrix = [
  [0.51512, 0.29198, 0.1571],
  [0.2412, 0.69225, 0.06657],
  [-0.00105, 0.04189, 0.78407],
];
export const ADOBE_RGB: Matrix = [
  [0.60974, 0.20528, 0.14919],
  [0.31111, 0.62567, 0.06322],
  [0.01947, 0.06087, 0.74457],
];
/** Red is green there, and green red: what ignores it cannot be overlooked. */
export const SWAPPED: Matrix = [
  [0.385147, 0.436066, 0.143066],
  [0.716873, 0.222488, 0.060608],
  [0.097076, 0.013916, 0.714096],
];

/** Of light, 0 to 1, and back. */
export interface Transfer {
  toLight(value: number): number;
  toValue(light: number): number;
}
export const SRGB_CURVE: Transfer = {
  toLight: (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4),
  toValue: (l) => (l <= 0.0031308 ? l * 12.92 : 1.055 * l ** (1 / 2.4) - 0.055),
};
export const power = (exponent: number): Transfer => ({
  toLight: (v) => v ** exponent,
  toValue: (l) => l ** (1 / exponent),
});

const times = (matrix: Matrix, [a, b, c]: Triple): Triple =>
  matrix.map(([x, y, z]) => x * a + y * b + z * c) as unknown as Triple;

function inverse([[a, b, c], [d, e, f], [g, h, i]]: Matrix): Matrix {
  const [A, B, C] = [e * i - f * h, f * g - d * i, d * h - e * g];
  const det = a * A + b * B + c * C;
  return [
    [A / det, (c * h - b * i) / det, (b * f - c * e) / det],
    [B / det, (a * i - c * g) / det, (c * d - a * f) / det],
    [C / det, (b * g - a * h) / det, (a * e - b * d) / det],
  ];
}

const within = (value: number): number => Math.min(1, Math.max(0, value));

/** Samples, 0 to 1, of one space in another; what lies outside of it is cut off. */
export function converted(
  value: Triple,
  from: { matrix: Matrix; curve: Transfer },
  to: { matrix: Matrix; curve: Transfer } = { matrix: SRGB, curve: SRGB_CURVE },
): Triple {
  const light = value.map(from.curve.toLight) as unknown as Triple;
  const there = times(inverse(to.matrix), times(from.matrix, light));
  return there.map((one) => to.curve.toValue(within(one))) as unknown as Triple;
}

/** XYZ under D50 of sRGB samples, 0 to 1. */
export const xyzOf = (value: Triple): Triple =>
  times(SRGB, value.map(SRGB_CURVE.toLight) as unknown as Triple);
