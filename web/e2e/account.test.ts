import { afterAll, beforeAll, describe, it } from "vitest";
import { DEVICES, accountJourney } from "./account-journey.ts";
import { openStage, type Stage } from "./stage.ts";

const ADMIN = "admin@example.com";
const ADDRESSES = { desktop: "203.0.113.7", phone: "203.0.113.8" };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ vars: { FREE_DAILY_CREDITS: "1", FIRST_ADMIN: ADMIN } });
}, 120_000);
afterAll(() => stage?.close());

describe("L19 to L23, somebody's account", () => {
  it.each(DEVICES)(
    "on a $name: drawn to the limit before signing up, found after with the credits, on a second device, revoked, deleted",
    (device) => accountJourney(stage, device, { limit: { admin: ADMIN, addresses: ADDRESSES } }),
    180_000,
  );
});
