import type { JobKind } from "../feature.ts";

/** Kinds of jobs that end in their studio's own way, by name. A kind that is not here keeps results. */
export type JobKinds = Readonly<Partial<Record<string, JobKind>>>;
