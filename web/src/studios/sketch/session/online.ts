/** Everything that speaks with the server. Fetched on its own, so that the first stroke does not wait for it. */
export { createSketch, openSketch, readStrokeLog, renameSketch } from "../../../api/sketches.ts";
export { keepsCookies } from "../../../api/known.ts";
export { browserPlatform } from "./browser-platform.ts";
export { passDoor } from "../../../credits/door.ts";
export { openLiveSketch } from "@llamasketch/live-client";
export * as finals from "../picture/finals-online.ts";
