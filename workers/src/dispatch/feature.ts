import { defineFeature } from "../feature.ts";
import { registerAgentConnect } from "./connect.ts";
import type { DispatcherObject } from "./dispatcher-object.ts";
import { registerJobInputsGet } from "./job-inputs.get.ts";
import { registerJobOutputsPut } from "./job-outputs.put.ts";
import { createJobTickets } from "./job-tickets.ts";
import { registerOperatorDispatcher } from "./operator-dispatcher.ts";

declare module "../ports.ts" {
  interface Bindings {
    DISPATCHERS: DurableObjectNamespace<DispatcherObject>;
  }
  interface Ports {
    jobTickets: ReturnType<typeof createJobTickets>;
    dispatcher(region: string): DurableObjectStub<DispatcherObject>;
  }
}

export const dispatch = defineFeature({
  name: "dispatch",
  tags: {
    agents: "Hosts that draw",
  },
  ports: ({ env, secrets }) => ({
    jobTickets: createJobTickets(secrets.ticketKeys),
    dispatcher: (region: string) => env.DISPATCHERS.get(env.DISPATCHERS.idFromName(region)),
  }),
  routes(app) {
    registerAgentConnect(app);
    registerJobInputsGet(app);
    registerJobOutputsPut(app);
  },
  staffRoutes: registerOperatorDispatcher,
});
