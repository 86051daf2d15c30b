import { afterAll, beforeAll, describe, it } from "vitest";
import { DEVICES, accountJourney } from "./account-journey.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage?.close());

describe("L19 to L23, somebody's account", () => {
  it.each(DEVICES)(
    "on a $name: drawn before signing up, found after, on a second device, revoked, deleted",
    (device) => accountJourney(stage, device),
    120_000,
  );
});
