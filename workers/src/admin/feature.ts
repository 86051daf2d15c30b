import { defineFeature } from "../feature.ts";
import { applyStops } from "./apply-stops.ts";
import { createAuditStore } from "./audit-store.ts";
import { createPeopleStore } from "./people-store.ts";
import { registerAdminRoutes } from "./routes.ts";
import { createStopStore } from "./stop-store.ts";

declare module "../ports.ts" {
  interface Ports {
    audit: ReturnType<typeof createAuditStore>;
    people: ReturnType<typeof createPeopleStore>;
    stops: ReturnType<typeof createStopStore>;
  }
}

export const admin = defineFeature({
  name: "admin",
  tags: {
    admin: "For those who run it",
  },
  pages: ["/admin", "/admin/users/$userId"],
  ports: ({ db }) => ({
    audit: createAuditStore(db),
    people: createPeopleStore(db),
    stops: createStopStore(db),
  }),
  staffRoutes: registerAdminRoutes,
  effects: { apply_stops: applyStops },
});
