import { FRAME_JPEG_QUALITY, type PictureView } from "@llamasketch/contract";
import { readPicture } from "../../../api/pictures.ts";
import { createSketch, deleteSketch } from "../../../api/sketches.ts";
import { canvasAt, findMark } from "../../../drawing/canvas-at.ts";
import { CanvasRenderer } from "../../../drawing/canvas-renderer.ts";
import type { Operation } from "../../../drawing/operation.ts";
import { FRAME_SIDE_PX } from "../session/canvas-encoder.ts";
import { paintFinal } from "./paint-final.ts";
import { Painter, type Canvas } from "./painter.ts";
import { markMedia } from "@llamasketch/media-mark";
import { sameBytes } from "./same-bytes.ts";

export interface ReplayResult {
  total: number;
  /** Drawn again so far, whatever came out. */
  done: number;
  /** Came out byte for byte as kept. */
  same: number;
  /** Came out otherwise. */
  different: readonly PictureView[];
  /** The log does not hold their canvas: drawn by an older page, or imported without it. */
  unknown: readonly PictureView[];
}

interface Replay {
  pictures: readonly PictureView[];
  operations: readonly Operation[];
  /** Of the sketch that is made for it, and goes afterwards. */
  title: string;
  signal: AbortSignal;
  progress: (result: ReplayResult) => void;
}

/**
 * Draws every kept picture again from the stroke log: the same canvas under the same settings, in a sketch of its own,
 * and compares what comes with what was kept.
 */
export async function replay({
  pictures,
  operations,
  title,
  signal,
  progress,
}: Replay): Promise<ReplayResult> {
  const inOrder = pictures.toSorted(
    (a, b) => a.epoch - b.epoch || a.version - b.version || (a.id < b.id ? -1 : 1),
  );
  const canvases = new Map(inOrder.map((picture) => [picture.id, canvasOf(operations, picture)]));
  const unknown = inOrder.filter(({ id }) => canvases.get(id) === null);
  const known = inOrder.filter(({ id }) => canvases.get(id) !== null);
  let result: ReplayResult = { total: inOrder.length, done: unknown.length, same: 0, different: [], unknown };
  progress(result);
  const [first] = known;
  if (!first) return result;

  const sketch = await createSketch(title, first.settings);
  const painter = new Painter(sketch.id, first.settings);
  const renderer = new CanvasRenderer();
  try {
    for (const [at, picture] of known.entries()) {
      const { quality, settings } = picture;
      const page = await render(renderer, canvases.get(picture.id) ?? [], picture);
      const [drawn, kept] = await Promise.all([
        quality === "final"
          ? paintFinal(sketch.id, page, settings, at + 1, signal)
          : // A variation's own seed is among its settings: it is drawn again like any other.
            painter.paint({ ...page, quality }, settings, signal),
        readPicture(picture.url, signal).then((blob) => blob.arrayBuffer()),
      ]);
      const isSame = sameBytes(marked(drawn), marked(new Uint8Array(kept)));
      result = {
        ...result,
        done: result.done + 1,
        same: result.same + (isSame ? 1 : 0),
        different: isSame ? result.different : [...result.different, picture],
      };
      progress(result);
    }
  } finally {
    renderer.stop();
    painter.stop();
    // Left behind, it would only be one more sketch in the list.
    await deleteSketch(sketch.id).catch(() => undefined);
  }
  return result;
}

/** What was kept before pictures were marked is the same picture. */
const marked = (picture: Uint8Array): Uint8Array => markMedia(picture, "trainedAlgorithmicMedia") ?? picture;

function canvasOf(operations: readonly Operation[], { epoch, version }: PictureView): Operation[] | null {
  const mark = findMark(operations, epoch, version);
  return mark && canvasAt(operations, mark);
}

async function render(
  renderer: CanvasRenderer,
  operations: readonly Operation[],
  { quality, widthPx }: PictureView,
): Promise<Omit<Canvas, "quality">> {
  const sidePx = quality === "final" ? widthPx : FRAME_SIDE_PX[quality];
  renderer.load(operations);
  const page = await renderer.encode(sidePx, FRAME_JPEG_QUALITY);
  if (!page) throw new Error("A canvas could not be painted again.");
  return { ...page, sidePx };
}
