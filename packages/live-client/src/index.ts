export * from "./drive.ts";
export type { EncodedCanvas } from "./events.ts";
export { owes } from "./owed.ts";
export type { ClientOptions, ClientState } from "./state.ts";
