/** Table of contents: fetch, queue, scheduled, objects. */
import { app } from "./app.ts";
import { sweepOutbox } from "./cron/sweep-outbox.ts";
import { services, type Bindings } from "./services.ts";
import { runOutboxEntry, type OutboxHandlers } from "./spine/outbox-run.ts";
import { copySketch } from "./studios/sketch/copy.ts";
import { leaveSketch, purgeObject, purgeSketch } from "./studios/sketch/purge.ts";

export { Dispatcher } from "./dispatch/dispatcher.ts";
export { SketchSession } from "./live/sketch-session.ts";

const EFFECTS: OutboxHandlers = {
  purge_sketch: purgeSketch,
  leave_sketch: leaveSketch,
  copy_sketch: copySketch,
  purge_object: purgeObject,
};

export default {
  fetch: (request, env, ctx) => app.fetch(request, env, ctx),
  async queue(batch, env) {
    const known = services(env);
    for (const message of batch.messages) {
      try {
        await runOutboxEntry(known, EFFECTS, message.body.outboxId, Date.now());
        message.ack();
      } catch {
        message.retry();
      }
    }
  },
  async scheduled(_controller, env) {
    await sweepOutbox(services(env), EFFECTS, Date.now());
  },
} satisfies ExportedHandler<Bindings, { outboxId: string }>;
