export { begin, cancel, endRun, expire, type Ending } from "./machine.ts";
export { backoffMs, HOSTS_MAX, RUNS_MAX, TRIES_MAX } from "./retry.ts";
export { isOver, queuedJob, type JobFacts, type JobReason, type JobState } from "./state.ts";
