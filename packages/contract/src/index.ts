export * from "./agent.ts";
export * from "./errors.ts";
export * from "./frame.ts";
export * from "./http.ts";
export * from "./ids.ts";
export * from "./image-head.ts";
export * from "./live.ts";
export * from "./timing.ts";
