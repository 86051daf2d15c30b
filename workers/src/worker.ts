/** Table of contents: fetch, queue, scheduled, objects. */
import { isOver } from "@llamasketch/jobs";
import { moveBalance } from "./accounts/move-balance.ts";
import { purgeUser } from "./accounts/purge-user.ts";
import { turnAway } from "./accounts/turn-away.ts";
import { applyStops } from "./admin/apply-stops.ts";
import { app } from "./app.ts";
import { checkLedger } from "./cron/check-ledger.ts";
import { refoldWords } from "./cron/refold-words.ts";
import { expireBuckets } from "./cron/expire-buckets.ts";
import { sweepHolds, type WorkJudges } from "./cron/sweep-holds.ts";
import { sweepJobs } from "./cron/sweep-jobs.ts";
import { sweepSessions } from "./cron/sweep-sessions.ts";
import { sweepOutbox } from "./cron/sweep-outbox.ts";
import { walkRetention } from "./retention/walk.ts";
import { services, type Bindings } from "./services.ts";
import { dispatchJob } from "./spine/dispatch-job.ts";
import { runOutboxEntry, type OutboxHandlers } from "./spine/outbox-run.ts";
import { purgeJobRuns } from "./spine/purge-job-runs.ts";
import { purgeUpload } from "./spine/purge-upload.ts";
import { deliverWebhook } from "./studios/media/deliver-webhook.ts";
import { mailEnd } from "./studios/media/mail-end.ts";
import { copySketch } from "./studios/sketch/copy.ts";
import { leaveSketch, purgeObject, purgeSketch } from "./studios/sketch/purge.ts";

export { Dispatcher } from "./dispatch/dispatcher.ts";
export { SketchSession } from "./live/sketch-session.ts";

const EFFECTS: OutboxHandlers = {
  purge_sketch: purgeSketch,
  leave_sketch: leaveSketch,
  copy_sketch: copySketch,
  purge_object: purgeObject,
  turn_away: turnAway,
  move_balance: moveBalance,
  purge_user: purgeUser,
  apply_stops: applyStops,
  dispatch_job: dispatchJob,
  purge_job_runs: purgeJobRuns,
  purge_upload: purgeUpload,
  deliver_webhook: deliverWebhook,
  mail_end: mailEnd,
};
/** Each kind of work that holds credits says here whether one of it still goes on. */
const WORK: WorkJudges = {
  job: async ({ jobs }, jobId) => {
    const job = await jobs.briefOf(jobId);
    return job !== undefined && !isOver(job);
  },
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
    const known = services(env);
    const nowMs = Date.now();
    await sweepOutbox(known, EFFECTS, nowMs);
    await sweepJobs(known);
    await sweepHolds(known, WORK, nowMs);
    await expireBuckets(known, nowMs);
    await sweepSessions(known, nowMs);
    await checkLedger(known, WORK, nowMs);
    await walkRetention(known, nowMs);
    await refoldWords(known, nowMs);
  },
} satisfies ExportedHandler<Bindings, { outboxId: string }>;
