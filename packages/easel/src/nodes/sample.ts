import { setTimeout as sleep } from "node:timers/promises";
import { NodeFailure } from "./node.ts";
import type { NodeContext } from "./node.ts";
import { encodePreview } from "./pixels.ts";
import type { ConditioningValue, ImageValue, LatentValue } from "./value.ts";

/** What a sampler is asked for. */
export interface SampleRequest {
  readonly latent: LatentValue;
  readonly conditioning: ConditioningValue;
  /** 0 keeps the drawing, 1 paints freely. */
  readonly denoise: number;
  readonly seed: number;
  readonly steps: number;
}

/** Paints a latent, telling a step at a time; an interrupt takes effect between steps. */
export async function sample(request: SampleRequest, context: NodeContext): Promise<LatentValue> {
  failAsTold(context);
  const source = request.latent.image;
  const steps = Math.max(1, request.steps);
  let share = 0;
  let nudge = (): void => undefined;
  let done = false;
  const work = request.conditioning.motion
    ? animate(request, context)
    : paintFrames(request, context, (part) => {
        share = part;
        nudge();
      });
  // An interrupt below leaves the painter to finish alone; its failure is then nobody's.
  work
    .catch(() => undefined)
    .finally(() => {
      done = true;
      nudge();
    });
  for (let step = 1; step <= steps; step++) {
    if (context.paintDelayMs > 0) await sleep(context.paintDelayMs / steps);
    while (!done && (step === steps || share < step / steps)) {
      context.checkInterrupt();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 20);
        nudge = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    if (step === steps) await work;
    context.checkInterrupt();
    const preview = context.previews ? await encodePreview(source, step / steps) : null;
    context.progress(step, steps, preview ? { bytes: preview, mime: "image/jpeg" } : undefined);
  }
  return { kind: "LATENT", image: await work };
}

async function paintFrames(
  request: SampleRequest,
  context: NodeContext,
  onShare: (share: number) => void,
): Promise<ImageValue> {
  const { image } = request.latent;
  const { width, height } = image;
  const count = image.frames.length;
  const frames: Uint8Array[] = [];
  for (const [index, pixels] of image.frames.entries()) {
    frames.push(
      await context.paint(
        {
          pixels,
          width,
          height,
          prompt: request.conditioning.text,
          strength: request.denoise,
          seed: request.seed + index,
        },
        (part) => onShare((index + part) / count),
      ),
    );
  }
  return { kind: "IMAGE", width, height, frames };
}

async function animate(request: SampleRequest, context: NodeContext): Promise<ImageValue> {
  const { image } = request.latent;
  const { width, height } = image;
  const motion = request.conditioning.motion ?? { bucket: 127, augmentation: 0 };
  const frames = await context.animate({
    pixels: image.frames[0],
    width,
    height,
    frames: image.frames.length,
    bucket: motion.bucket,
    seed: request.seed,
  });
  return { kind: "IMAGE", width, height, frames };
}

function failAsTold({ faults, deviceFault }: NodeContext): void {
  if (faults.take("oom")) {
    throw new NodeFailure(
      "torch.OutOfMemoryError",
      "Allocation on device \nThis error means you ran out of memory on your GPU.\n\nTIPS: If the workflow worked before you might have accidentally set the batch_size to a large number.",
    );
  }
  if (faults.peek("cuda")) {
    throw new NodeFailure(
      deviceFault,
      "CUDA error: an illegal memory access was encountered\nCUDA kernel errors might be asynchronously reported at some other API call, so the stacktrace below might be incorrect.\n",
    );
  }
}
