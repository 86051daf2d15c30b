/** Table of contents: fetch, queue, scheduled, objects. What they carry out, the list of features says. */
import { app } from "./app.ts";
import { runSweeps } from "./cron/run-sweeps.ts";
import { log } from "./log.ts";
import { runOutboxEntry } from "./outbox/outbox-run.ts";
import { runOutside, type OutsideMessage } from "./outbox/outside-run.ts";
import type { Bindings } from "./ports.ts";
import { services, sharedServices } from "./services.ts";

export { Dispatcher } from "./dispatch/dispatcher.ts";
export { SketchSession } from "./studios/sketch/live/sketch-session.ts";

const OUTSIDE_QUEUE = "llamasketch-outside";
const SWEPT_MS = 60_000;

export default {
  fetch: (request, env, ctx) => app.fetch(request, env, ctx),
  async queue(batch, env) {
    const ports = sharedServices(env);
    if (batch.queue === OUTSIDE_QUEUE) {
      await runOutside(
        ports,
        ports.outsideEffects,
        batch.messages.map(({ body }) => body),
      );
      return batch.ackAll();
    }
    for (const message of batch.messages) {
      const { outboxId } = message.body;
      try {
        const tried = await runOutboxEntry(ports, ports.effects, outboxId, Date.now());
        const waitMs = tried?.waitMs ?? Infinity;
        // What waits longer is found by the sweep.
        if (waitMs < SWEPT_MS) message.retry({ delaySeconds: Math.ceil(waitMs / 1000) });
        else message.ack();
      } catch (error) {
        log("error", "outbox_entry_not_tried", { outboxId }, error);
        message.retry();
      }
    }
  },
  scheduled(_controller, env) {
    const ports = services(env);
    return runSweeps(ports.sweeps, ports, Date.now());
  },
} satisfies ExportedHandler<Bindings, OutsideMessage>;
