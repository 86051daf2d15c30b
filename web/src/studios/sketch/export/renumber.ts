import type { Operation } from "../../../drawing/operation.ts";
import type { ProjectManifest, ProjectPicture } from "./project-manifest.ts";

/** Live drawing begins with epoch 1: what was brought from elsewhere comes before all of it. */
const BROUGHT_EPOCH = 0;

interface Numbered {
  epoch: number;
  version: number;
}

/**
 * The canvases of a project numbered anew, 1 upwards in their order: its pictures, and the marks that say what they
 * were made from, can then stand in any other sketch.
 */
export function renumbered(
  manifest: ProjectManifest,
  operations: readonly Operation[],
): { pictures: ProjectPicture[]; operations: Operation[] } {
  const marks = operations.filter((operation) => operation.op === "mark");
  const keys = [...manifest.pictures, ...marks]
    .toSorted((a, b) => a.epoch - b.epoch || a.version - b.version)
    .map(keyOf);
  const versions = new Map([...new Set(keys)].map((key, at) => [key, at + 1]));
  const renumber = <T extends Numbered>(numbered: T): T => ({
    ...numbered,
    epoch: BROUGHT_EPOCH,
    version: versions.get(keyOf(numbered)) ?? 0,
  });
  return {
    pictures: manifest.pictures.map(renumber),
    operations: operations.map((operation) => (operation.op === "mark" ? renumber(operation) : operation)),
  };
}

const keyOf = ({ epoch, version }: Numbered): string => `${epoch}-${version}`;
