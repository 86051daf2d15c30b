/** Every constant of queued work, each with its reason. */

/** Outputs of one job: more would keep a GPU for one person where four keep a page filled. */
export const JOB_OUTPUTS_MAX = 4;
/** Smallest side that the models paint. */
export const JOB_SIDE_MIN_PX = 64;
/** Longest side: an upscale at its best is 2,432. */
export const JOB_SIDE_MAX_PX = 2560;
/** Steps of a sampler, beyond anything it is told. */
export const JOB_STEPS_MAX = 10_000;
/** Progress of one job is told no oftener: each message wakes the dispatcher, and four a second look continuous. */
export const JOB_PROGRESS_EVERY_MS = 250;
/** A preview in base64: a 256 px JPEG is about 12 KB. */
export const JOB_PREVIEW_MAX_CHARS = 48 * 1024;
/** An end that was not acknowledged is said again after this. */
export const JOB_END_REPEAT_MS = 5000;
