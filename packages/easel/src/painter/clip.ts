import { blur } from "./field.ts";
import { seededRandom } from "./seeded-random.ts";

/** A still picture and how it is to move. */
export interface ClipRequest {
  /** `width * height * 3` RGB bytes. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** How lively: 1 to 1023, 127 is usual. */
  readonly bucket: number;
  readonly seed: number;
}

/**
 * Makes a clip of a still picture: the camera glides, what is near moves more than what is far, and the
 * light breathes. The first frame is the picture itself. Pure: the same request gives the same bytes.
 */
export function makeClip(request: ClipRequest): Uint8Array<ArrayBuffer>[] {
  const { pixels, width, height, frames } = request;
  if (pixels.length !== width * height * 3) throw new Error("the pixels do not fit the size");
  const random = seededRandom(Math.abs(Math.floor(request.seed)) % 2 ** 31);
  const turn = random() * Math.PI * 2;
  const reach = Math.min(2.5, 0.4 + request.bucket / 210) * Math.max(width, height) * 0.012;
  const [panX, panY] = [Math.cos(turn) * reach, Math.sin(turn) * reach * 0.35];
  const zoom = 0.05 * Math.min(2, request.bucket / 127);
  const nearness = guessNearness(pixels, width, height);
  const warm = random() < 0.5 ? 1 : -1;
  return Array.from({ length: frames }, (_, index) => {
    if (index === 0) return new Uint8Array(pixels);
    const t = frames > 1 ? index / (frames - 1) : 0;
    // Starts and ends gently.
    const glide = t * t * (3 - 2 * t);
    return frameAt(request, nearness, panX * glide, panY * glide, 1 - zoom * glide, {
      gain: 1 + 0.05 * Math.sin(t * Math.PI * 1.6),
      warmth: warm * 5 * glide,
    });
  });
}

const cell = 4;

/** Low and busy is near, high and smooth is far; 0 to 1, a value for each 4 by 4 pixels. */
function guessNearness(pixels: Uint8Array, width: number, height: number): Float32Array {
  const size = { width: Math.ceil(width / cell), height: Math.ceil(height / cell) };
  const busy = new Float32Array(size.width * size.height);
  for (let y = 0, at = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, at++) {
      const here = (Math.min(y * cell, height - 1) * width + Math.min(x * cell, width - 1)) * 3;
      const right = (Math.min(y * cell, height - 1) * width + Math.min(x * cell + cell, width - 1)) * 3;
      busy[at] = Math.abs(pixels[here] - pixels[right]) + Math.abs(pixels[here + 1] - pixels[right + 1]);
    }
  }
  blur(size, busy, Math.max(2, Math.round(size.width / 14)));
  let most = 1;
  for (const value of busy) most = Math.max(most, value);
  for (let y = 0, at = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, at++) busy[at] = 0.55 * (y / size.height) + 0.45 * (busy[at] / most);
  }
  return busy;
}

function frameAt(
  { pixels, width, height }: ClipRequest,
  nearness: Float32Array,
  panX: number,
  panY: number,
  scale: number,
  light: { gain: number; warmth: number },
): Uint8Array<ArrayBuffer> {
  const columns = Math.ceil(width / cell);
  const out = new Uint8Array(width * height * 3);
  const [middleX, middleY] = [width / 2, height / 2];
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(y / cell) * columns;
    for (let x = 0; x < width; x++, i += 3) {
      const near = 0.35 + 0.65 * nearness[row + (x >> 2)];
      const fromX = Math.min(width - 1.001, Math.max(0, middleX + (x - middleX) * scale + panX * near));
      const fromY = Math.min(height - 1.001, Math.max(0, middleY + (y - middleY) * scale + panY * near));
      const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
      const [u, v] = [fromX - left, fromY - top];
      const a = (top * width + left) * 3;
      const b = a + (left + 1 < width ? 3 : 0);
      const c = a + (top + 1 < height ? width * 3 : 0);
      const d = c + (b - a);
      for (let channel = 0; channel < 3; channel++) {
        const upper = pixels[a + channel] + (pixels[b + channel] - pixels[a + channel]) * u;
        const lower = pixels[c + channel] + (pixels[d + channel] - pixels[c + channel]) * u;
        const value = (upper + (lower - upper) * v) * light.gain + (1 - channel) * light.warmth;
        out[i + channel] = value <= 0 ? 0 : value >= 255 ? 255 : value + 0.5;
      }
    }
  }
  return out;
}
