import { afterAll, beforeAll, describe, it } from "vitest";
import { DEVICES, accountJourney } from "./account-journey.ts";
import { openStage, type Stage } from "./stage.ts";

const ADMIN = "admin@example.com";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ vars: { FREE_DAILY_CREDITS: "1", FIRST_ADMIN: ADMIN } });
}, 120_000);
afterAll(() => stage?.close());

describe("L19 to L23, somebody's account", () => {
  it.each(DEVICES)(
    "on a $name: drawn to the limit before signing up, found after with the credits, on a second device, revoked, deleted",
    (device) => accountJourney(stage, device, { limit: { admin: ADMIN } }),
    300_000,
  );
});
