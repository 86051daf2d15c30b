export * from "./job-position.ts";
export * from "./job-queue.ts";
export * from "./next-job.ts";
export * from "./placement.ts";
