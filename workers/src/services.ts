/** The composition root: the only file that knows every binding. Shells call `services(env)`. */
import { PARTS, type Part } from "@llamasketch/contract";
import { drizzle } from "drizzle-orm/d1";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { engineTables } from "@llamasketch/db/engine";
import { createAccessTokens } from "./accounts/access-tokens.ts";
import { createTriesStore } from "./accounts/tries-store.ts";
import { createOrphanStore } from "./storage/orphan-store.ts";
import { createIntakeStore } from "./storage/intake-store.ts";
import { createStorageStore } from "./storage/store.ts";
import { createUsageStore } from "./accounts/usage-store.ts";
import { createAuditStore } from "./admin/audit-store.ts";
import { createPeopleStore } from "./admin/people-store.ts";
import { createStopStore } from "./admin/stop-store.ts";
import { createDeviceStore } from "./accounts/device-store.ts";
import { createEngine, type Engine } from "./accounts/engine.ts";
import { createKeyStore } from "./accounts/key-store.ts";
import { createAccountStore } from "./accounts/store.ts";
import { BUCKETS, type BucketName } from "./http/buckets.ts";
import { readEnvironment, type Config } from "./config.ts";
import { createWalkStore } from "./cron/walk-store.ts";
import type { Dispatcher } from "./dispatch/dispatcher.ts";
import { createFreeStore } from "./free/store.ts";
import { createBalanceStore } from "./ledger/balance-store.ts";
import { createLedgerStore } from "./ledger/store.ts";
import { createWatchStore } from "./ledger/watch-store.ts";
import { createHostCredentials } from "./hosts/credentials.ts";
import { createHostStore } from "./hosts/host-store.ts";
import type { SketchSession } from "./live/sketch-session.ts";
import { developmentMailer, noMailer, platformMailer, type Mailer } from "./mail/mailer.ts";
import { postLetter } from "./mail/mailbox.ts";
import { createCommit } from "./spine/commit.ts";
import type { JobKinds } from "./spine/job-kinds.ts";
import { createJobStore } from "./spine/job-store.ts";
import { createJobTickets } from "./spine/job-tickets.ts";
import { createSignedUrls } from "./media/signed-url.ts";
import { createWebhookStore } from "./spine/webhook-store.ts";
import { createUploadStore } from "./spine/upload-store.ts";
import { createOutboxStore } from "./spine/outbox-store.ts";
import type { OutsideMessage } from "./spine/outside-run.ts";
import { createRestStore } from "./spine/rest-store.ts";
import { createCopyStore } from "./studios/sketch/copy-store.ts";
import { createFoldStore } from "./cron/fold-store.ts";
import { createRetentionStore } from "./retention/store.ts";
import { createPictureStore } from "./studios/sketch/picture-store.ts";
import { sketchFinal } from "./studios/sketch/final-kind.ts";
import { FINAL_KIND } from "./studios/sketch/final-request.ts";
import { createFinalStore } from "./studios/sketch/final-store.ts";
import { createSketchStore } from "./studios/sketch/store.ts";
import { createTickets } from "./live/tickets.ts";

export interface Bindings extends Record<(typeof BUCKETS)[BucketName]["binding"], RateLimit> {
  DB: D1Database;
  MEDIA: R2Bucket;
  ASSETS: Fetcher;
  MAIL?: SendEmail;
  PURGES: Queue<{ outboxId: string }>;
  JOBS: Queue<{ outboxId: string }>;
  OUTSIDE: Queue<OutsideMessage>;
  SESSIONS: DurableObjectNamespace<SketchSession>;
  DISPATCHERS: DurableObjectNamespace<Dispatcher>;
}

/** Kinds of jobs that end in their studio's own way. */
const JOB_KINDS: JobKinds = { [FINAL_KIND]: sketchFinal };

export type Services = ReturnType<typeof services>;

export function services(env: Bindings) {
  const { config, secrets } = readEnvironment(env);
  const db = drizzle(env.DB);
  const written = { rows: 0, batches: 0 };
  const commit = createCommit(db, written);
  const accounts = createAccountStore(db);
  const devices = createDeviceStore(db);
  const keys = createKeyStore(db);
  const tries = createTriesStore(db);
  const mailer = mailerOf(env, config);
  return {
    config,
    secrets,
    /** Parts of the product that the configuration leaves out: for those who run it. */
    off: partsOff(env, config),
    media: env.MEDIA,
    /** The built page. */
    page: env.ASSETS,
    commit,
    /** Batches and rows written through `commit` since this was made. */
    written,
    accounts,
    devices,
    keys,
    tries,
    usage: createUsageStore(db),
    intake: createIntakeStore(db),
    storage: createStorageStore(db),
    orphans: createOrphanStore(db),
    audit: createAuditStore(db),
    people: createPeopleStore(db),
    stops: createStopStore(db),
    retention: createRetentionStore(db),
    walks: createWalkStore(db),
    folds: createFoldStore(db),
    accessTokens: createAccessTokens(secrets.tokenKeys),
    mailer,
    /** Takes one from a bucket; false when it is empty. */
    limiter: (name: BucketName) => (key: string) => takeFrom(env, config, name, key),
    /** Letters to be read here instead of sent; in development alone. */
    developmentMail: config.isDevelopment ? developmentMailer(env.MEDIA) : null,
    engine: (deviceName: string): Engine =>
      createEngine(
        {
          database: drizzleAdapter(db, { provider: "sqlite", schema: engineTables }),
          keys: secrets.tokenKeys,
          publicUrl: config.publicUrl,
          apiUrl: config.apiUrl,
          google: config.google,
          post: (letter) => postLetter({ tries, mailer, secrets }, letter, Date.now()),
          claim: async (email) => void (await commit(accounts.claim(email, Date.now()))),
          shutOut: async (userId, revokeKeys) =>
            void (await commit([
              ...devices.signOutAll(userId, Date.now()),
              ...(revokeKeys ? [keys.revokeAll(userId)] : []),
            ])),
        },
        deviceName,
      ),
    sketches: createSketchStore(db),
    pictures: createPictureStore(db),
    finals: createFinalStore(db),
    copies: createCopyStore(db),
    ledger: createLedgerStore(db, env.DB),
    balances: createBalanceStore(db),
    watch: createWatchStore(db),
    free: createFreeStore(db),
    outbox: createOutboxStore(db),
    rests: createRestStore(db),
    jobs: createJobStore(db),
    jobKinds: JOB_KINDS,
    hosts: createHostStore(db),
    hostCredentials: createHostCredentials(secrets.hostKeys),
    webhooks: createWebhookStore(db),
    uploads: createUploadStore(db),
    jobTickets: createJobTickets(secrets.ticketKeys),
    signedUrls: createSignedUrls(secrets.ticketKeys, config.mediaOrigin ?? config.apiUrl),
    tickets: createTickets(secrets.ticketKeys),
    /** Wakes the consumer; the outbox row, not this message, is the truth. */
    pokeOutbox: (outboxId: string) => env.PURGES.send({ outboxId }),
    /** The same for jobs, which somebody waits for: no purge stands before them. */
    pokeJob: (outboxId: string) => env.JOBS.send({ outboxId }),
    /** The same for what goes to machines that are not ours: nothing else waits behind them. 100 at most. */
    pokeOutside: (messages: readonly OutsideMessage[]) =>
      env.OUTSIDE.sendBatch(messages.map((body) => ({ body }))),
    session: (address: string) => env.SESSIONS.get(env.SESSIONS.idFromName(address)),
    dispatcher: (region: string) => env.DISPATCHERS.get(env.DISPATCHERS.idFromName(region)),
  };
}

const shared = new WeakMap<Bindings, Services>();

/** The same for every request of an isolate: building it was a sixth of a refused request. Nothing in it is a request's own. */
export function sharedServices(env: Bindings): Services {
  const known = shared.get(env);
  // Environments are read once as well: another configuration is another object.
  if (known?.config === readEnvironment(env).config) return known;
  const made = services(env);
  shared.set(env, made);
  return made;
}

async function takeFrom(env: Bindings, config: Config, name: BucketName, key: string): Promise<boolean> {
  if (!config.hasLimits) return true;
  const { success } = await env[BUCKETS[name].binding].limit({ key });
  return success;
}

function mailerOf(env: Bindings, config: Config): Mailer {
  if (config.isDevelopment) return developmentMailer(env.MEDIA);
  return env.MAIL && config.mailFrom !== null ? platformMailer(env.MAIL, config.mailFrom) : noMailer;
}

function partsOff(env: Bindings, config: Config): Part[] {
  const isOff: Record<Part, boolean> = {
    mail: !config.isDevelopment && (!env.MAIL || config.mailFrom === null),
    google: config.google === null,
    media_origin: config.mediaOrigin === null,
    turnstile: config.turnstile === null,
    limits: !config.hasLimits,
  };
  return PARTS.filter((part) => isOff[part]);
}
