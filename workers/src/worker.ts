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
import { runSweeps, type Sweep } from "./cron/run-sweeps.ts";
import { sweepLapsed } from "./cron/sweep-lapsed.ts";
import { sweepOutbox, sweepOutside } from "./cron/sweep-outbox.ts";
import { revokeHost } from "./hosts/revoke-host.ts";
import { mailNotice, noticeReceiver } from "./retention/mail-notice.ts";
import { walkRetention } from "./retention/walk.ts";
import { sharedServices, services, type Bindings } from "./services.ts";
import { dispatchJob } from "./spine/dispatch-job.ts";
import { endJobs } from "./spine/end-jobs.ts";
import { runOutboxEntry, type OutboxHandlers } from "./spine/outbox-run.ts";
import { purgeJobRuns } from "./spine/purge-job-runs.ts";
import { purgeUpload } from "./spine/purge-upload.ts";
import { runOutside, type OutsideEffects, type OutsideMessage } from "./spine/outside-run.ts";
import { auditStorage } from "./storage/audit-walk.ts";
import { sweepOrphans } from "./storage/sweep-orphans.ts";
import { deliverWebhook, webhookReceiver } from "./studios/media/deliver-webhook.ts";
import { endReceiver, mailEnd } from "./studios/media/mail-end.ts";
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
  revoke_host: revokeHost,
  end_jobs: endJobs,
};
const OUTSIDE: OutsideEffects = {
  deliver_webhook: { to: webhookReceiver, send: deliverWebhook },
  mail_end: { to: endReceiver, send: mailEnd },
  mail_retention: { to: noticeReceiver, send: mailNotice },
};
/** Each kind of work that holds credits says here whether one of it still goes on. */
const WORK: WorkJudges = {
  job: async ({ jobs }, jobId) => {
    const job = await jobs.briefOf(jobId);
    return job !== undefined && !isOver(job);
  },
};

/** Each minute, beside each other: `cron/run-sweeps.ts`. */
const SWEEPS: Record<string, Sweep> = {
  outbox: (known, nowMs, hasTime) => sweepOutbox(known, EFFECTS, nowMs, hasTime),
  outside: sweepOutside,
  jobs: sweepJobs,
  holds: (known, nowMs, hasTime) => sweepHolds(known, WORK, nowMs, hasTime),
  buckets: expireBuckets,
  sessions: sweepSessions,
  ledger: (known, nowMs, hasTime) => checkLedger(known, WORK, nowMs, hasTime),
  retention: walkRetention,
  lapsed: sweepLapsed,
  storage: auditStorage,
  orphans: sweepOrphans,
  folds: refoldWords,
};

const OUTSIDE_QUEUE = "llamasketch-outside";

export default {
  fetch: (request, env, ctx) => app.fetch(request, env, ctx),
  async queue(batch, env) {
    const known = sharedServices(env);
    if (batch.queue === OUTSIDE_QUEUE) {
      await runOutside(
        known,
        OUTSIDE,
        batch.messages.map(({ body }) => body),
      );
      return batch.ackAll();
    }
    for (const message of batch.messages) {
      try {
        await runOutboxEntry(known, EFFECTS, message.body.outboxId, Date.now());
        message.ack();
      } catch {
        message.retry();
      }
    }
  },
  scheduled: (_controller, env) => runSweeps(SWEEPS, services(env), Date.now()),
} satisfies ExportedHandler<Bindings, OutsideMessage>;
