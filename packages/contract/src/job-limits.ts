/** Every constant of queued work, each with its reason. */

/** Outputs of one job: more would keep a GPU for one person where four keep a page filled. */
export const JOB_OUTPUTS_MAX = 4;
/** Smallest side that the models paint. */
export const JOB_SIDE_MIN_PX = 64;
/** Longest side: an upscale at its best is 2,432. */
export const JOB_SIDE_MAX_PX = 2560;
/** Longest side of a small picture: agents make them of 320, and a page shows no more than half as much again. */
export const JOB_THUMBNAIL_SIDE_MAX_PX = 512;
/** Steps of a sampler, beyond anything it is told. */
export const JOB_STEPS_MAX = 10_000;
/** Progress of one job is told no oftener: each message wakes the dispatcher, and four a second look continuous. */
export const JOB_PROGRESS_EVERY_MS = 250;
/** A preview in base64: a 256 px JPEG is about 12 KB. */
export const JOB_PREVIEW_MAX_CHARS = 48 * 1024;
/** An end that was not acknowledged is said again after this. */
export const JOB_END_REPEAT_MS = 5000;
/** A run must be done within this: an interactive one may stand aside for a drawer, a batch one for many. */
export const JOB_LEASE_MS = { interactive: 600_000, batch: 3_600_000 } as const;
/**
 * A run that shows nothing new for so long is taken back. `loading`, all in all: 24 GB of models from a disk that reads 100 MB a
 * second; `running`: the slowest step of the slowest model on a small GPU is 12 s; `finishing`: one upload of 60 s that fails, and
 * the first bytes of the next.
 */
export const JOB_STILL_MS = { loading: 300_000, running: 30_000, finishing: 90_000 } as const;
/** What nobody began by then is given up and costs nothing. */
export const JOB_DEADLINE_MS = { interactive: 6 * 3_600_000, batch: 48 * 3_600_000 } as const;
/** The same key and body again is the same job for this long. */
export const IDEMPOTENCY_MS = 86_400_000;
/** Longest file of a result: a clip of 25 frames at its best is about 6 MB, a 2,432 px picture as PNG about 12 MB. */
export const JOB_RESULT_MAX_BYTES = 24 * 1024 * 1024;
/** All that is read and stored for one run: each output with its marked copy and a small one, and the picture that goes in. */
export const JOB_BYTES_MAX = JOB_RESULT_MAX_BYTES * (2 * JOB_OUTPUTS_MAX + 3);
