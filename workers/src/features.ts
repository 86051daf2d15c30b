/** All features of the Worker, one line each. What a person's export begins with comes first. */
import { accounts } from "./accounts/feature.ts";
import { admin } from "./admin/feature.ts";
import { cron } from "./cron/feature.ts";
import { dispatch } from "./dispatch/feature.ts";
import { guests } from "./guests/feature.ts";
import { hosts } from "./hosts/feature.ts";
import { site } from "./site/feature.ts";
import { jobs } from "./jobs/feature.ts";
import { ledger } from "./ledger/feature.ts";
import { mail } from "./mail/feature.ts";
import { storedMedia } from "./media/feature.ts";
import { notify } from "./notify/feature.ts";
import { outbox } from "./outbox/feature.ts";
import { prices } from "./prices/feature.ts";
import { storage } from "./storage/feature.ts";
import { media } from "./studios/media/feature.ts";
import { sketch } from "./studios/sketch/feature.ts";
import { uploads } from "./uploads/feature.ts";

export const FEATURES = [
  site,
  mail,
  storedMedia,
  accounts,
  admin,
  ledger,
  guests,
  storage,
  outbox,
  uploads,
  jobs,
  notify,
  dispatch,
  hosts,
  prices,
  cron,
  media,
  sketch,
] as const;
