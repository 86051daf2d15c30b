export { MediaClient, type MediaClientOptions } from "./client.ts";
export { MediaError } from "./error.ts";
export type { GenerationEvent } from "./events.ts";
