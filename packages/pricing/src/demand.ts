import type { BandView, DemandBand } from "@llamasketch/contract";

/**
 * Published bands: a price rises with what is waiting, never with the clock nor with who asks, and at most by half. In a quiet
 * hour it falls.
 */
export const DEMAND: readonly [BandView, ...BandView[]] = [
  { band: "quiet", name: "Quiet: a fifth off", fromLoad: 0, factor: 0.8 },
  { band: "normal", name: "As listed", fromLoad: 0.25, factor: 1 },
  { band: "busy", name: "Busy: a quarter more", fromLoad: 1, factor: 1.25 },
  { band: "full", name: "Full: half as much again", fromLoad: 2, factor: 1.5 },
];

/** What there is to work with, and what it is asked to do. */
export interface Load {
  places: number;
  working: number;
  waiting: number;
}

/** Null, or no places at all, is unknown: then the list price holds. */
export function bandOf(load: Load | null): BandView {
  const [quiet] = DEMAND;
  if (!load || load.places <= 0) return bandNamed("normal");
  const now = (load.working + load.waiting) / load.places;
  return DEMAND.findLast(({ fromLoad }) => now >= fromLoad) ?? quiet;
}

export const bandNamed = (name: DemandBand): BandView =>
  DEMAND.find(({ band }) => band === name) ?? DEMAND[0];
