/** Where bytes of jobs lie: the job and its attempt are in the key, so that no run can touch what another stored. */

export const uploadKey = (uploadId: string): string => `uploads/${uploadId}`;
/** Whose key it is; null for one that is no upload's, or no job's. */
export const uploadOfKey = (key: string): string | null => /^uploads\/([^/]+)$/.exec(key)?.[1] ?? null;
export const jobOfKey = (key: string): string | null => /^jobs\/([^/]+)\//.exec(key)?.[1] ?? null;
export const jobPrefix = (jobId: string): string => `jobs/${jobId}/`;
export const outputKey = (jobId: string, attempt: number, position: number): string =>
  `${jobPrefix(jobId)}${attempt}/${position}`;
/** The copy of it with a visible mark. */
export const markedKey = (jobId: string, attempt: number, position: number): string =>
  `${outputKey(jobId, attempt, position)}-marked`;
export const thumbnailKey = (jobId: string, attempt: number, position: number): string =>
  `${outputKey(jobId, attempt, position)}-thumbnail`;
/** A picture that goes in and belongs to nothing else: removed after the job. */
export const canvasKey = (jobId: string): string => `${jobPrefix(jobId)}canvas`;
