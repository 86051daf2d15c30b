/** What the media API calls models, and the workflows behind them. */
import type { GenerationCreate, MediaModel } from "@llamasketch/contract";

export interface MediaModelRow {
  id: MediaModel;
  title: string;
  isModel: boolean;
  /** Its row of the price list. */
  price: "standard" | "large";
  workflows: { image: string; edit: string };
  /** Steps of the sampler by quality, where the price knows them. */
  steps: Readonly<Record<GenerationCreate["quality"], number>> | null;
  /** GPU time of a megapixel, ms, until a host was timed. */
  expectMs: number;
}

/** In the order in which one is chosen when none is named. */
export const MODELS: readonly MediaModelRow[] = [
  {
    id: "standard",
    title: "FLUX.2 klein 4B",
    isModel: true,
    price: "standard",
    workflows: { image: "flux2-klein-4b-text-to-image", edit: "flux2-klein-4b-image-to-image" },
    steps: { draft: 4, full: 4, final: 4 },
    expectMs: 2000,
  },
  {
    id: "large",
    title: "SDXL",
    isModel: true,
    price: "large",
    workflows: { image: "sdxl-text-to-image", edit: "sdxl-image-to-image" },
    steps: { draft: 20, full: 28, final: 35 },
    expectMs: 6000,
  },
  {
    id: "painter",
    title: "Built-in painter",
    isModel: false,
    price: "standard",
    workflows: { image: "painter-text-to-image", edit: "painter-image-to-image" },
    steps: null,
    expectMs: 1500,
  },
];

export function modelNamed(id: MediaModel): MediaModelRow {
  const row = MODELS.find((model) => model.id === id);
  if (!row) throw new Error(`no model ${id}`);
  return row;
}

/** The first whose workflow a host that is here can run; else the first. */
export const firstAvailable = (here: ReadonlySet<string>, kind: "image" | "edit"): MediaModelRow => {
  const [first] = MODELS;
  const found = MODELS.find(({ workflows }) => here.has(workflows[kind])) ?? first;
  if (!found) throw new Error("there are no models");
  return found;
};
