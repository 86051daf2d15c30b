import type { Config } from "../config.ts";
import { defineFeature } from "../feature.ts";
import type { Bindings } from "../ports.ts";
import { registerDevelopmentMail } from "./letters.list.ts";
import { developmentMailer, noMailer, platformMailer, type Mailer } from "./mailer.ts";

declare module "../ports.ts" {
  interface Bindings {
    MAIL?: SendEmail;
  }
  interface Ports {
    mailer: Mailer;
    /** Letters to be read here instead of sent; in development alone. */
    developmentMail: ReturnType<typeof developmentMailer> | null;
  }
}

export const mail = defineFeature({
  name: "mail",
  tags: {
    dev: "On a developer's machine alone",
  },
  ports: ({ env, config }) => ({
    mailer: mailerOf(env, config),
    developmentMail: config.isDevelopment ? developmentMailer(env.MEDIA) : null,
  }),
  routes: registerDevelopmentMail,
});

function mailerOf(env: Bindings, config: Config): Mailer {
  if (config.isDevelopment) return developmentMailer(env.MEDIA);
  return env.MAIL && config.mailFrom !== null ? platformMailer(env.MAIL, config.mailFrom) : noMailer;
}
