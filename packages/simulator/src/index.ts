export { SimClock, seededRandom } from "./clock.ts";
export { World, settled, shownText, type Browser } from "./world.ts";
export type { AgentActor } from "./agent-actor.ts";
export type { SessionActor } from "./session-actor.ts";
export { boundLatenciesMs } from "./bound.ts";
export { INK_EVERY_MS, unhurriedHand, type TimedStroke } from "./hand.ts";
