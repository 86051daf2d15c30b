import { defineFeature } from "../feature.ts";
import { createSignedUrls } from "./signed-url.ts";

declare module "../ports.ts" {
  interface Ports {
    signedUrls: ReturnType<typeof createSignedUrls>;
  }
}

export const storedMedia = defineFeature({
  name: "stored_media",
  ports: ({ config, secrets }) => ({
    signedUrls: createSignedUrls(secrets.ticketKeys, config.mediaOrigin ?? config.apiUrl),
  }),
});
