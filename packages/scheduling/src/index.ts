export * from "./host-standing.ts";
export * from "./job-position.ts";
export * from "./job-queue.ts";
export * from "./next-job.ts";
export * from "./placement.ts";
export * from "./placement-state.ts";
export * from "./run-clock.ts";
