/** The keeper of a session by itself: one life of it, which a test may end at any moment by forgetting it. */
import { env } from "cloudflare:workers";
import { Keeper } from "../../src/live/keeper.ts";
import { services } from "../../src/services.ts";
import type { Owned } from "../people.ts";

export const lifeOf = ({ sketch }: Owned, isAlone = true): Keeper =>
  new Keeper(services(env), sketch.id, {
    isAlone: () => isAlone,
    holds: () => undefined,
    wrote: () => undefined,
    hasRoomFor: () => undefined,
  });
