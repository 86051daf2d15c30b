import { NodeFailure } from "./node.ts";
import { checkPixels } from "./pixels.ts";
import type { ImageValue, LatentValue } from "./value.ts";

interface Tensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * Writes a latent as ComfyUI does: a safetensors file with `latent_tensor`. The painter's latents are
 * pictures, so their pixels go along in a tensor of their own.
 */
export function writeLatent({ image }: LatentValue): Buffer {
  const { width, height, frames } = image;
  const [columns, rows] = [width >> 3, height >> 3];
  const latent = new Float32Array(frames.length * 4 * columns * rows);
  for (const [index, frame] of frames.entries()) {
    for (let channel = 0; channel < 3; channel++) {
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          const pixel = frame[((row * 8 + 4) * width + column * 8 + 4) * 3 + channel];
          latent[((index * 4 + channel) * rows + row) * columns + column] = pixel / 127.5 - 1;
        }
      }
    }
  }
  const pixelBytes = frames.length * width * height * 3;
  const header: Record<string, Tensor> = {
    latent_format_version_0: { dtype: "F32", shape: [0], data_offsets: [0, 0] },
    latent_tensor: {
      dtype: "F32",
      shape: [frames.length, 4, rows, columns],
      data_offsets: [0, latent.byteLength],
    },
    easel_pixels: {
      dtype: "U8",
      shape: [frames.length, height, width, 3],
      data_offsets: [latent.byteLength, latent.byteLength + pixelBytes],
    },
  };
  const text = JSON.stringify(header);
  const padded = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8, " "));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([
    length,
    padded,
    Buffer.from(latent.buffer),
    ...frames.map((frame) => Buffer.from(frame)),
  ]);
}

/** Reads a latent file; one from a real ComfyUI gives its first three channels as a rough picture. */
export function readLatent(bytes: Buffer, name: string): LatentValue {
  const broken = (): NodeFailure =>
    new NodeFailure("safetensors_rust.SafetensorError", `Error while deserializing header: ${name}`);
  if (bytes.length < 8) throw broken();
  const length = Number(bytes.readBigUInt64LE(0));
  if (!Number.isSafeInteger(length) || length > bytes.length - 8) throw broken();
  const tensors = readHeader(bytes.subarray(8, 8 + length).toString("utf8"));
  const body = bytes.subarray(8 + length);
  const exact = tensors.get("easel_pixels");
  if (exact) {
    const [count = 0, height = 0, width = 0] = exact.shape;
    const pixels = body.subarray(exact.data_offsets[0], exact.data_offsets[1]);
    if (count * height * width * 3 !== pixels.length || pixels.length === 0) throw broken();
    checkPixels(width, height, count);
    const size = width * height * 3;
    const frames = Array.from(
      { length: count },
      (_, i) => new Uint8Array(pixels.subarray(i * size, (i + 1) * size)),
    );
    return { kind: "LATENT", image: { kind: "IMAGE", width, height, frames } };
  }
  const rough = tensors.get("latent_tensor");
  if (!rough || rough.dtype !== "F32" || rough.shape.length !== 4) throw broken();
  const data = body.subarray(rough.data_offsets[0], rough.data_offsets[1]);
  if (rough.shape.reduce((product, side) => product * side, 4) !== data.length || data.length === 0)
    throw broken();
  return { kind: "LATENT", image: roughPicture(rough.shape, data) };
}

function roughPicture(shape: readonly number[], data: Buffer): ImageValue {
  const [count, channels, rows, columns] = [shape[0] ?? 0, shape[1] ?? 0, shape[2] ?? 0, shape[3] ?? 0];
  const [width, height] = [columns * 8, rows * 8];
  checkPixels(width, height, count);
  const frames = Array.from({ length: count }, (_, index) => {
    const frame = new Uint8Array(width * height * 3);
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let channel = 0; channel < 3; channel++, i++) {
          const from =
            ((index * channels + Math.min(channel, channels - 1)) * rows + (y >> 3)) * columns + (x >> 3);
          frame[i] = Math.min(255, Math.max(0, (data.readFloatLE(from * 4) + 1) * 127.5));
        }
      }
    }
    return frame;
  });
  return { kind: "IMAGE", width, height, frames };
}

function readHeader(text: string): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    return tensors;
  }
  if (typeof header !== "object" || header === null) return tensors;
  for (const [name, tensor] of Object.entries(header)) if (isTensor(tensor)) tensors.set(name, tensor);
  return tensors;
}

function isTensor(value: unknown): value is Tensor {
  if (typeof value !== "object" || value === null) return false;
  const { dtype, shape, data_offsets: offsets } = value as Record<string, unknown>;
  const areSizes = (list: unknown): boolean =>
    Array.isArray(list) && list.every((size) => Number.isInteger(size) && size >= 0);
  return (
    typeof dtype === "string" && areSizes(shape) && areSizes(offsets) && (offsets as unknown[]).length === 2
  );
}
