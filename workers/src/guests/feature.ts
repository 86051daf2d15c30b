import { defineFeature } from "../feature.ts";
import { registerCreditsGet } from "./routes/credits.get.ts";
import { registerFreeOpen } from "./routes/free.open.ts";
import { createFreeStore } from "./store.ts";

declare module "../ports.ts" {
  interface Ports {
    free: ReturnType<typeof createFreeStore>;
  }
}

export const guests = defineFeature({
  name: "guests",
  tags: {
    credits: "What can be spent, and what was",
    free: "Free drawing without an account",
  },
  pages: ["/credits"],
  ports: ({ db }) => ({ free: createFreeStore(db) }),
  routes(app) {
    registerCreditsGet(app);
    registerFreeOpen(app);
  },
});
