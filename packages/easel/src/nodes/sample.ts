import { setTimeout as sleep } from "node:timers/promises";
import { NodeFailure, NodeInterrupted } from "./node.ts";
import type { NodeContext } from "./node.ts";
import type { Painting } from "./painting-in-hand.ts";
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
  /** File of the model it paints with. */
  readonly model: string | undefined;
}

/** Paints a latent, telling a step at a time; an interrupt takes effect between steps. */
export async function sample(request: SampleRequest, context: NodeContext): Promise<LatentValue> {
  failAsTold(context);
  await context.device.load(request.model);
  return finish(begin(request, context), context);
}

/**
 * The same, and it rests between two steps when its key is asked to pause: ends its prompt like an interrupt,
 * and goes on from there when it is called again. `request` is not called for what is parked.
 */
export async function samplePausing(
  key: string,
  request: () => SampleRequest,
  context: NodeContext,
): Promise<LatentValue> {
  const { pauses, device } = context;
  const parked = pauses.begin(key);
  try {
    if (!parked && pauses.takesPause(key, 0, 0)) throw new NodeInterrupted();
    failAsTold(context);
    const asked = parked ? parked.work : request();
    await device.load(asked.model);
    const painting = "work" in asked ? asked : begin(asked, context);
    const { steps } = painting;
    return await finish(painting, context, (step) => {
      if (!pauses.takesPause(key, step, steps)) return;
      pauses.park(key, { work: painting, step, steps });
      throw new NodeInterrupted();
    });
  } finally {
    pauses.end(key);
  }
}

function begin(request: SampleRequest, context: NodeContext): Painting {
  const heard = { share: 0, isDone: false, nudge: (): void => undefined };
  const work = request.conditioning.motion
    ? animate(request, context)
    : paintFrames(request, context, (part) => {
        painting.share = part;
        painting.nudge();
      });
  const { latent, model } = request;
  const painting: Painting = {
    source: latent.image,
    model,
    steps: Math.max(1, request.steps),
    step: 0,
    work,
    ...heard,
  };
  // An interrupt leaves the painter to finish alone; its failure is then nobody's.
  work
    .catch(() => undefined)
    .finally(() => {
      painting.isDone = true;
      painting.nudge();
    });
  return painting;
}

async function finish(
  painting: Painting,
  context: NodeContext,
  atBoundary: (step: number) => void = () => undefined,
): Promise<LatentValue> {
  const { source, steps, work } = painting;
  const stepMs = context.device.stepMs(painting.model);
  while (painting.step < steps) {
    const step = painting.step + 1;
    if (stepMs !== null) await sleep(stepMs);
    else await painted(painting, step, context);
    if (step === steps) await work;
    context.checkInterrupt();
    const preview = context.previews ? await encodePreview(source, step / steps) : null;
    context.progress(step, steps, preview ? { bytes: preview, mime: "image/jpeg" } : undefined);
    painting.step = step;
    atBoundary(step);
  }
  return { kind: "LATENT", image: await work };
}

/** Waits until the painter has done a step's share. */
async function painted(painting: Painting, step: number, context: NodeContext): Promise<void> {
  const { steps } = painting;
  if (context.paintDelayMs > 0) await sleep(context.paintDelayMs / steps);
  while (!painting.isDone && (step === steps || painting.share < step / steps)) {
    context.checkInterrupt();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 20);
      painting.nudge = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
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
