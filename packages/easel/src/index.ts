export { createEasel } from "./easel.ts";
export type { Easel, EaselOptions } from "./easel.ts";
export { painterCheckpoint } from "./nodes/painting.ts";
export { paint } from "./painter/paint.ts";
export type { PaintRequest } from "./painter/paint.ts";
export { easelVersion } from "./version.ts";
