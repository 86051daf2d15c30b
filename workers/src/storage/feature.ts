import { defineFeature } from "../feature.ts";
import { auditStorage } from "./audit-walk.ts";
import { createIntakeStore } from "./intake-store.ts";
import { createOrphanStore } from "./orphan-store.ts";
import { createStorageStore } from "./store.ts";
import { sweepOrphans } from "./sweep-orphans.ts";

declare module "../ports.ts" {
  interface Ports {
    intake: ReturnType<typeof createIntakeStore>;
    storage: ReturnType<typeof createStorageStore>;
    orphans: ReturnType<typeof createOrphanStore>;
  }
}

export const storage = defineFeature({
  name: "storage",
  ports: ({ db }) => ({
    intake: createIntakeStore(db),
    storage: createStorageStore(db),
    orphans: createOrphanStore(db),
  }),
  cron: { storage: auditStorage, orphans: sweepOrphans },
  link: (ports, visitorId, accountId) => ports.storage.follow(visitorId, accountId),
});
