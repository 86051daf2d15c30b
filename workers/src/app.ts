/** Every route of the Worker: those of all features. */
import { identify, ownerMayNot } from "./accounts/identity.ts";
import { FEATURES } from "./features.ts";
import { requireHost } from "./hosts/require-host.ts";
import { createApp } from "./http/app.ts";
import { registerStaffRoutes } from "./http/route.ts";
import { requireApiAccess } from "./jobs/leave-to-ask.ts";
import { saidPlainly } from "./ledger/said-plainly.ts";
import { sharedServices } from "./services.ts";

export const app = createApp({
  portsOf: sharedServices,
  doors: {
    identify,
    requireHost,
    requireApiAccess: ({ ports }, { account }) => requireApiAccess(ports, account),
    plainly: (error) => ownerMayNot(error) ?? saidPlainly(error),
  },
  register(routes) {
    for (const feature of FEATURES) feature.routes?.(routes);
    for (const feature of FEATURES)
      registerStaffRoutes(routes, feature.name, () => feature.staffRoutes?.(routes));
  },
});
