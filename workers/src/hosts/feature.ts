import { defineFeature } from "../feature.ts";
import { createHostCredentials } from "./credentials.ts";
import { createHostStore } from "./host-store.ts";
import { revokeHost } from "./revoke-host.ts";
import { registerHostRoutes } from "./routes.ts";

declare module "../ports.ts" {
  interface Ports {
    hosts: ReturnType<typeof createHostStore>;
    hostCredentials: ReturnType<typeof createHostCredentials>;
  }
}

export const hosts = defineFeature({
  name: "hosts",
  tags: {
    operator: "For monitors of whoever runs it",
  },
  ports: ({ db, secrets }) => ({
    hosts: createHostStore(db),
    hostCredentials: createHostCredentials(secrets.hostKeys),
  }),
  staffRoutes: registerHostRoutes,
  effects: { revoke_host: revokeHost },
});
