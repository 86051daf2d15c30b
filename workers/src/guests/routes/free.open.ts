import { callerOf } from "../../http/caller-of.ts";
import { creditsView, errorBody, freeOpen } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { ApiError } from "../../http/errors.ts";
import { body, defineRoute, json } from "../../http/route.ts";
import { addressHolder } from "../address.ts";
import { openDoor } from "../door.ts";
import { addressOf, freeView } from "../free-view.ts";
import { verifyTurnstile } from "../turnstile.ts";

/** Named in the widget on the page. */
const ACTION = "free";

const route = defineRoute(
  { who: "anyone", limit: "secret" },
  {
    method: "post",
    path: "/api/free",
    operationId: "openFree",
    summary: "Opens free drawing for an address",
    request: body(freeOpen),
    responses: {
      200: json(creditsView.shape.free, "The door is open; what is free today for this address"),
      503: json(errorBody, "The human check is unavailable right now"),
    },
  },
);

export const registerFreeOpen = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const services = c.get("services");
    const { turnstile } = services.config;
    const nowMs = Date.now();
    if (turnstile) {
      const hostname = new URL(c.req.url).hostname;
      const verdict = await verifyTurnstile(
        fetch,
        { url: turnstile.url, secret: services.secrets.turnstileSecret },
        c.req.valid("json").token,
        { hostname, action: ACTION },
      );
      if (verdict === "refused")
        throw new ApiError("verification_required", "The human check failed.", { hint: "Try it once more." });
      if (verdict === "unreachable")
        throw new ApiError("unavailable", "The human check is unavailable right now.", {
          hint: "Try again in a minute; bought credits work meanwhile.",
        });
    }
    await openDoor(callerOf(c), await addressHolder(services, addressOf(callerOf(c)), nowMs), nowMs);
    const view = await freeView(callerOf(c), nowMs);
    return c.json({ ...view, door: { ...view.door, open: true } }, 200);
  });
