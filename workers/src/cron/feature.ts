import { defineFeature, type Sweep } from "../feature.ts";
import { createFoldStore } from "./fold-store.ts";
import { refoldWords } from "./refold-words.ts";
import { registerAdminSweepsList } from "./routes/sweeps.list.ts";
import { sweepLapsed } from "./sweep-lapsed.ts";
import { createSweepRunStore } from "./sweep-run-store.ts";
import { createWalkStore } from "./walk-store.ts";

declare module "../ports.ts" {
  interface Ports {
    /** Of all features. */
    sweeps: Readonly<Record<string, Sweep>>;
    walks: ReturnType<typeof createWalkStore>;
    folds: ReturnType<typeof createFoldStore>;
    sweepRuns: ReturnType<typeof createSweepRunStore>;
  }
}

export const cron = defineFeature({
  name: "cron",
  ports: ({ db }) => ({
    walks: createWalkStore(db),
    folds: createFoldStore(db),
    sweepRuns: createSweepRunStore(db),
  }),
  staffRoutes: registerAdminSweepsList,
  cron: { lapsed: sweepLapsed, folds: refoldWords },
});
