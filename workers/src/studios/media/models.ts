/** What the media API calls models, and for each kind of work the workflow behind them. */
import { MEDIA_SIDE_MAX_PX, MEDIA_SIDE_PX, VIDEO } from "@llamasketch/contract";
import type { GenerationCreate, GenerationKind, MediaModel } from "@llamasketch/contract";

/** How a model does one kind of work. */
export interface Making {
  workflow: string;
  /** Its row of the price list. */
  price: { work: "picture" | "upscale" | "video"; model: string };
  /** Steps of the sampler by quality, where the price knows them. */
  steps: Readonly<Record<GenerationCreate["quality"], number>> | null;
  /** GPU time, ms, of a megapixel or a clip, until a host was timed. */
  expectMs: number;
}

export interface MediaModelRow {
  id: MediaModel;
  title: string;
  isModel: boolean;
  does: Readonly<Partial<Record<GenerationKind, Making>>>;
}

const STANDARD_STEPS = { draft: 4, full: 4, final: 4 };
const LARGE_STEPS = { draft: 20, full: 28, final: 35 };

const picture = (
  workflow: string,
  model: "standard" | "large",
  expectMs: number,
  steps: Making["steps"],
): Making => ({ workflow, price: { work: "picture", model }, steps, expectMs });
const upscale = (workflow: string, expectMs: number): Making => ({
  workflow,
  price: { work: "upscale", model: "standard" },
  steps: null,
  expectMs,
});
const video = (workflow: string, expectMs: number): Making => ({
  workflow,
  price: { work: "video", model: "standard" },
  steps: null,
  expectMs,
});

/** In the order in which one is chosen when none is named. */
export const MODELS: readonly MediaModelRow[] = [
  {
    id: "standard",
    title: "FLUX.2 klein 4B",
    isModel: true,
    does: {
      image: picture("flux2-klein-4b-text-to-image", "standard", 2000, STANDARD_STEPS),
      edit: picture("flux2-klein-4b-image-to-image", "standard", 2000, STANDARD_STEPS),
    },
  },
  {
    id: "large",
    title: "SDXL",
    isModel: true,
    does: {
      image: picture("sdxl-text-to-image", "large", 6000, LARGE_STEPS),
      edit: picture("sdxl-image-to-image", "large", 6000, LARGE_STEPS),
    },
  },
  { id: "upscaler", title: "Real-ESRGAN ×4", isModel: true, does: { upscale: upscale("upscale", 700) } },
  { id: "motion", title: "SVD-XT", isModel: true, does: { video: video("svd-image-to-video", 60_000) } },
  {
    id: "painter",
    title: "Built-in painter",
    isModel: false,
    does: {
      image: picture("painter-text-to-image", "standard", 1500, null),
      edit: picture("painter-image-to-image", "standard", 1500, null),
      upscale: upscale("painter-upscale", 500),
      video: video("painter-image-to-video", 6000),
    },
  },
];

/** What one usually asks of each kind: what its price is shown for. */
export const USUAL: Readonly<Record<GenerationKind, { widthPx: number; heightPx: number }>> = {
  image: { widthPx: MEDIA_SIDE_PX, heightPx: MEDIA_SIDE_PX },
  edit: { widthPx: MEDIA_SIDE_PX, heightPx: MEDIA_SIDE_PX },
  upscale: { widthPx: MEDIA_SIDE_MAX_PX, heightPx: MEDIA_SIDE_MAX_PX },
  video: VIDEO.landscape,
};

/** Who does a kind of work, and how. */
export interface Chosen {
  model: MediaModel;
  making: Making;
}

const doers = (kind: GenerationKind): Chosen[] =>
  MODELS.flatMap(({ id, does }) => (does[kind] ? [{ model: id, making: does[kind] }] : []));

/** The model that was named, for this kind; null when it does not do that. */
export const chosenByName = (model: MediaModel, kind: GenerationKind): Chosen | null =>
  doers(kind).find((one) => one.model === model) ?? null;

/** The names of those who do it. */
export const modelsFor = (kind: GenerationKind): MediaModel[] => doers(kind).map(({ model }) => model);

/** The first whose workflow a host that is here can run; else the first. */
export function firstAvailable(here: ReadonlySet<string>, kind: GenerationKind): Chosen {
  const [first, ...rest] = doers(kind);
  const found = [first, ...rest].find((one) => one && here.has(one.making.workflow)) ?? first;
  if (!found) throw new Error(`nothing does ${kind}`);
  return found;
}
