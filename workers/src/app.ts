/** Every route of the Worker, by name. */
import { registerAccountRoutes } from "./accounts/routes.ts";
import { registerAdminRoutes } from "./admin/routes.ts";
import { registerAgentConnect } from "./dispatch/connect.ts";
import { registerJobInputsGet } from "./dispatch/job-inputs.get.ts";
import { registerJobOutputsPut } from "./dispatch/job-outputs.put.ts";
import { createApp } from "./http/app.ts";
import { registerFreeOpen } from "./free/routes/free.open.ts";
import { registerHealthGet } from "./http/health.get.ts";
import { registerOpenApiGet } from "./http/openapi.get.ts";
import { registerHostRoutes } from "./hosts/routes.ts";
import { registerLedgerRoutes } from "./ledger/routes.ts";
import { registerLiveConnect } from "./live/connect.ts";
import { registerDevelopmentMail } from "./mail/letters.list.ts";
import { registerOperatorDispatcher } from "./operator/dispatcher.ts";
import { registerOperatorJobs } from "./operator/jobs.ts";
import { registerOperatorLedger } from "./operator/ledger.ts";
import { registerMediaRoutes } from "./studios/media/routes.ts";
import { registerSketchRoutes } from "./studios/sketch/routes.ts";

export const app = createApp((routes) => {
  registerHealthGet(routes);
  registerOpenApiGet(routes);
  registerAccountRoutes(routes);
  registerAdminRoutes(routes);
  registerSketchRoutes(routes);
  registerMediaRoutes(routes);
  registerLedgerRoutes(routes);
  registerFreeOpen(routes);
  registerLiveConnect(routes);
  registerAgentConnect(routes);
  registerJobInputsGet(routes);
  registerJobOutputsPut(routes);
  registerOperatorDispatcher(routes);
  registerHostRoutes(routes);
  registerDevelopmentMail(routes);
  registerOperatorLedger(routes);
  registerOperatorJobs(routes);
});
