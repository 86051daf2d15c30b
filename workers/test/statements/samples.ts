/**
 * Every function of every store, with arguments that make it say all that it can say. The types refuse a store's function that is
 * missing here, `statements.test.ts` a store.
 */
import type { Command } from "@llamasketch/ledger";
import { createDeviceStore } from "../../src/accounts/device-store.ts";
import { createKeyStore } from "../../src/accounts/key-store.ts";
import { createAccountStore } from "../../src/accounts/store.ts";
import { createTriesStore } from "../../src/accounts/tries-store.ts";
import { createUsageStore } from "../../src/accounts/usage-store.ts";
import { createAuditStore } from "../../src/admin/audit-store.ts";
import { createPeopleStore } from "../../src/admin/people-store.ts";
import { createStopStore } from "../../src/admin/stop-store.ts";
import { createFoldStore } from "../../src/cron/fold-store.ts";
import { createWalkStore } from "../../src/cron/walk-store.ts";
import { createSweepRunStore } from "../../src/cron/sweep-run-store.ts";
import { createFreeStore } from "../../src/guests/store.ts";
import { createHostStore } from "../../src/hosts/host-store.ts";
import { createBalanceStore } from "../../src/ledger/balance-store.ts";
import { createLedgerStore } from "../../src/ledger/store.ts";
import { createWatchStore } from "../../src/ledger/watch-store.ts";
import { createRetentionStore } from "../../src/studios/sketch/retention/store.ts";
import { createJobStore } from "../../src/jobs/job-store.ts";
import { createOutboxStore } from "../../src/outbox/outbox-store.ts";
import { createRestStore } from "../../src/outbox/rest-store.ts";
import { createUploadStore } from "../../src/uploads/upload-store.ts";
import { createWebhookStore } from "../../src/notify/webhook-store.ts";
import { createOrphanStore } from "../../src/storage/orphan-store.ts";
import { createIntakeStore } from "../../src/storage/intake-store.ts";
import { createStorageStore } from "../../src/storage/store.ts";
import { of, type Sampled } from "./sampled.ts";
import { SKETCH_SAMPLES, place } from "./sketch-samples.ts";
import { COMMANDS, NOW, PARTS, turn } from "./ledger-samples.ts";

/** Rows are only said here, never kept: what is in them does not matter. */
const row = {} as never;
const audited = {
  id: "aud_1",
  actorId: "usr_1",
  action: "ban",
  subject: "usr_2",
  reason: "spam",
  detail: {},
  at: NOW,
} as const;
const job = { class: "batch", priority: 1, region: "local", afterId: "" } as const;
const mark = { dueAt: 0, createdAt: 0, id: "" };
const due = { beforeMs: NOW, nowMs: NOW };
const between = { fromMs: 0, toMs: NOW };

export const SAMPLES: Record<string, Sampled> = {
  "accounts/device-store.ts": of(createDeviceStore, {
    seen: [["dev_1", NOW, NOW]],
    signOut: [["usr_1", "dev_1", NOW]],
    signOutOthers: [["usr_1", "dev_1", NOW]],
    signOutAll: [["usr_1", NOW]],
    turnAwayAll: [["usr_1", NOW]],
    open: [["dev_1", "skt:1", NOW]],
    byId: [["dev_1", NOW]],
    ofUser: [["usr_1", NOW]],
  }),
  "accounts/key-store.ts": of(createKeyStore, {
    add: [
      [
        {
          id: "key_1",
          userId: "usr_1",
          name: "A",
          prefix: "lsk_a",
          digest: "d",
          scopes: [],
          createdAt: NOW,
        },
        20,
      ],
    ],
    used: [["key_1", NOW]],
    revoke: [["key_1", "usr_1"]],
    revokeAll: [["usr_1"]],
    byId: [["key_1"]],
    ofUser: [["usr_1"]],
  }),
  "accounts/store.ts": of(createAccountStore, {
    addAnonymous: [["usr_1", NOW]],
    rename: [["usr_1", "A", NOW]],
    setRole: [["usr_1", { from: "user", to: "admin" }, NOW]],
    link: [["usr_1", "usr_2", NOW]],
    claim: [["a@example.com", NOW]],
    setBanned: [
      ["usr_1", true, NOW],
      ["usr_1", false, NOW],
    ],
    turnAwayDrawers: [["usr_1", NOW, NOW]],
    forget: [["usr_1", "a@example.com", NOW]],
    dropProofs: [[NOW, 10]],
    waysOf: [["usr_1"]],
    makeFirstAdmin: [["usr_1", "d", NOW]],
    byId: [["usr_1"]],
  }),
  "accounts/tries-store.ts": of(createTriesStore, {
    add: [["k", NOW, NOW]],
    forgive: [["k"]],
    drop: [[NOW, 10]],
  }),
  "accounts/usage-store.ts": of(createUsageStore, {
    storage: [["usr_1"]],
    picturesByDay: [["usr_1", NOW]],
    creditsByDay: [["usr_1", "hld_1", NOW]],
  }),
  "admin/audit-store.ts": of(createAuditStore, {
    add: [[row]],
    list: [
      [{}, 50],
      [{ subject: "usr_1" }, 50],
      [{ cursor: "aud_1" }, 50],
    ],
    hasLooked: [["usr_1", "skt_1", NOW]],
    addIf: [
      [audited, { person: "usr_1", isBanned: false }],
      [audited, { person: "usr_1", hasRole: "user" }],
      [audited, { operation: "operator:x", isSaid: false }],
      [audited, { stop: "all_work", isStopped: false }],
      [audited, { outboxEntry: "o", isParked: true }],
    ],
  }),
  "admin/people-store.ts": of(createPeopleStore, {
    list: [
      [{}, 50],
      [{ query: "a" }, 50],
      [{ cursor: "usr_1" }, 50],
      [{ query: "a", cursor: "usr_1" }, 50],
    ],
    deviceCount: [["usr_1", NOW]],
    figures: [[NOW, "skt_1"]],
  }),
  "admin/stop-store.ts": of(createStopStore, {
    stop: [["all_work", NOW]],
    resume: [["all_work"]],
    all: [[]],
  }),
  "cron/sweep-run-store.ts": of(createSweepRunStore, {
    all: [[]],
    put: [[{ name: "outbox", beganAt: NOW, tookMs: 5, result: "done", lastError: null }]],
  }),
  "cron/walk-store.ts": of(createWalkStore, { at: [["ledger"]], walked: [["ledger", "{}", NOW]] }),
  "cron/fold-store.ts": of(createFoldStore, {
    sketchesAfter: [["skt_1", 400]],
    putSketch: [[{ id: "skt_1", title: "A", prompt: "b" }, "a", "b"]],
    jobsAfter: [["job_1", 400]],
    putJob: [[{ id: "job_1", prompt: "b" }, "b"]],
  }),
  "hosts/host-store.ts": of(createHostStore, {
    add: [[row]],
    revoke: [["hst_1", NOW]],
    byId: [["hst_1"]],
    isWelcome: [["hst_1"]],
    page: [["hst_1", 50]],
  }),
  "storage/intake-store.ts": of(createIntakeStore, {
    take: [["usr_1", 10, NOW, 30_000]],
    busyUntil: [["usr_1"]],
    forget: [["usr_1"]],
  }),
  "storage/store.ts": of(createStorageStore, {
    add: [
      ["usr_1", 5],
      ["usr_1", 5, 100],
    ],
    storing: [
      ["skt_1", { pictures: [{ ...place, seq: 1, bytes: 5 }], pieces: [{ index: 1, bytes: 5 }] }, 100],
      ["skt_1", {}],
    ],
    removingPictures: [[[place]]],
    removingSketch: [["skt_1"]],
    covering: [["skt_1", 5, 100]],
    addingUpload: [["upl_1", 5, 100]],
    removingUploads: [[["upl_1"]]],
    reserve: [["usr_1", 5, 100]],
    endingCopy: [["skt_1"]],
    endingJob: [["job_1", 5]],
    erasingJob: [["job_1"]],
    follow: [["usr_1", "usr_2"]],
    forget: [["usr_1"]],
    of: [["usr_1"]],
    sizeOfCopy: [["skt_1", 5, 100, true]],
    audit: [["usr_1", 100]],
    repair: [["usr_1"]],
  }),
  "storage/orphan-store.ts": of(createOrphanStore, {
    ofSketches: [[["skt_1"], ["k"]]],
    ofJobs: [[["job_1"]]],
    uploads: [[["upl_1"]]],
  }),
  "guests/store.ts": of(createFreeStore, {
    addSalt: [["2030-01-01", "s", NOW]],
    dropSaltsBefore: [["2030-01-01"]],
    salt: [["2030-01-01"]],
    noteSession: [["usr_1", "adr_1", "s", NOW]],
    given: [["adr_1", NOW]],
    givenWithin: [["adr_2030-01-01_ab"]],
    filled: [["free:2030-01-01"]],
    pot: [["free_2030-01-01", NOW]],
  }),
  "ledger/balance-store.ts": of(createBalanceStore, {
    buckets: [["hld_1", NOW]],
    statement: [
      ["usr_1", "hld_1", "newest", null, 50],
      ["usr_1", "hld_1", "oldest", { at: 1, id: "a" }, 50],
      ["usr_1", null, "newest", null, 50],
    ],
    addQuote: [[row]],
    quoteById: [["quo_1"]],
    dropQuotes: [[NOW, 10]],
  }),
  "ledger/store.ts": of(createLedgerStore, {
    say: COMMANDS.map((command): [Command] => [command]),
    turnBlock: [[turn]],
    block: [["hld_1", "s", 1]],
    lastBlock: [["hld_1", "s"]],
    captured: [["hld_1", "s"]],
    available: [["hld_1", NOW]],
    abandoned: [[0, NOW, 10]],
    follow: [["usr_1", "usr_2", NOW]],
    addHolder: [["usr_1", "hld_1", NOW]],
    holderId: [["usr_1"]],
  }),
  "ledger/watch-store.ts": of(createWatchStore, {
    dueHolds: [
      [{ ...between, after: null }, 10],
      [{ ...between, after: { id: "a", expiresAt: 1 } }, 10],
    ],
    dueBuckets: [[{ ...between, after: null }, 10]],
    ask: PARTS.map((part): [typeof part] => [part]),
    checkOf: [["2030-01-01"]],
    lastChecks: [[14]],
    addCheck: [[row]],
    addAlarm: [[row]],
    alarms: [[100]],
  }),
  "studios/sketch/retention/store.ts": of(createRetentionStore, {
    tell: [["usr_1", NOW, NOW]],
    untell: [["usr_1"]],
    next: [["usr_1", 50]],
    notice: [["usr_1"]],
    count: [["usr_1"]],
    first: [["usr_1", 100]],
  }),
  "jobs/job-store.ts": of(createJobStore, {
    add: [[{} as never]],
    openOf: [["usr_1", "local", 20]],
    freeKey: [["usr_1", "k", NOW]],
    byKey: [["usr_1", "k"]],
    ofOwner: [["usr_1", "job_1"]],
    byId: [["job_1"]],
    briefOf: [["job_1"]],
    amongOf: [["usr_1", "picture", ["job_1"]]],
    archiveCount: [["usr_1", "generation"]],
    follow: [["usr_1", "usr_2"]],
    listOf: [
      ["usr_1", null, 50],
      [
        "usr_1",
        "job_1",
        50,
        { kind: "picture", states: ["queued"], model: "m", query: "a b", hasResults: true },
      ],
    ],
    begin: [["job_1", { holder: "h", attempt: 0, nowMs: NOW }]],
    addRun: [[row]],
    endRun: [[{ job: "job_1", attempt: 1, holder: "h" }, { state: "queued", failedHosts: [] } as never, NOW]],
    cancel: [["usr_1", "job_1", NOW]],
    expire: [["job_1", { state: "failed", failedHosts: [] } as never, NOW]],
    unerased: [["usr_1", 20]],
    erase: [["job_1"]],
    forgetKeys: [["usr_1"]],
    claimMail: [["job_1", NOW, NOW]],
    mailed: [["job_1", NOW]],
    unclaimMail: [["job_1"]],
    addResults: [[[row]]],
    resultsOf: [[["job_1", "job_2"]], [[]]],
    running: [["local"]],
    queuedPage: [[job, 1000]],
    failed: [[NOW, 100]],
    runsOf: [[["job_1"]], [[]]],
    counts: [["local"]],
  }),
  "outbox/outbox-store.ts": of(createOutboxStore, {
    add: [[row]],
    addOnce: [[row]],
    begin: [
      [{ id: "o", attempts: 0 }, NOW],
      [{ id: "o", attempts: 0 }, null],
    ],
    goOn: [["o", NOW]],
    park: [["o", NOW]],
    unpark: [["o", NOW]],
    parked: [
      [null, 51],
      ["o", 51],
    ],
    byId: [["o"]],
    oldestOf: [["apply_stops", "all_work"]],
    wake: [[{ id: "o", attempts: 0 }, NOW]],
    putBehind: [["o", "p"]],
    done: [["o", NOW]],
    postpone: [[["o"], NOW]],
    open: [["o"]],
    openBetween: [["turn:1", "turn;", 50]],
    due: [
      ["inside", { ...due, after: null }, 100],
      ["outside", { ...due, after: mark }, 100],
    ],
    partAfter: [["", 500]],
    trim: [
      ["", "x", NOW],
      ["", null, NOW],
    ],
  }),
  "outbox/rest-store.ts": of(createRestStore, {
    among: [[["host:a", "person:b"]]],
    put: [[{ key: "host:a", misses: 1, until: NOW }]],
    forget: [[["host:a"]]],
    drop: [[NOW, 10]],
  }),
  "uploads/upload-store.ts": of(createUploadStore, {
    follow: [["usr_1", "usr_2"]],
    add: [
      [
        {
          id: "upl_1",
          ownerId: "usr_1",
          format: "png",
          widthPx: 64,
          heightPx: 64,
          bytes: 5,
          createdAt: NOW,
          expiresAt: NOW,
        },
        50,
      ],
    ],
    ofOwner: [["usr_1", "upl_1", NOW]],
    byId: [["upl_1"]],
    countOf: [["usr_1"]],
    usableOf: [["usr_1", NOW]],
    listOf: [["usr_1", 50]],
    remove: [[["upl_1"]]],
    isAwaited: [[{ ownerId: "usr_1" } as never, "k"]],
  }),
  "notify/webhook-store.ts": of(createWebhookStore, {
    secretOf: [["usr_1"]],
    addSecret: [["usr_1", "whsec_x", NOW]],
    replaceSecret: [["usr_1", "whsec_x", "whsec_y", NOW]],
    add: [["job_1", "usr_1", NOW]],
    byJob: [["job_1"]],
    ofOwner: [["usr_1", "job_1"]],
    listOf: [
      ["usr_1", null, 50],
      ["usr_1", "job_1", 50],
    ],
    tried: [
      [
        { jobId: "job_1", attempts: 1 } as never,
        { state: "pending", lastStatus: null, endedAt: null, nextAt: null },
      ],
    ],
    again: [["job_1"]],
    stoppedAmong: [["usr_1", ["https://a.example/", "https://b.example/"]]],
    stopsOf: [["usr_1", 100]],
    stop: [["usr_1", "https://a.example/", NOW]],
    resume: [["usr_1", "https://a.example/"]],
    forgetStops: [["usr_1"]],
  }),
  ...SKETCH_SAMPLES,
};
