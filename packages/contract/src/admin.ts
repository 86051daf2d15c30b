/** Bodies of the routes of those who run it. Times are ISO 8601 strings in UTC. */
import { z } from "zod";
import { ROLES } from "./accounts.ts";
import { creditsView } from "./credits.ts";
import { pictureView, sketchView } from "./http.ts";
import { pictureId, sketchId, userId } from "./ids.ts";

/** What is written down, with who, whom and why. */
export const AUDITED = [
  "look_at_user",
  "look_at_sketch",
  "ban",
  "unban",
  "set_role",
  "adjust_credits",
  "stop",
  "resume",
  "retry_outbox",
] as const;
export type Audited = (typeof AUDITED)[number];

/** `free_work`: what nobody pays for. `all_work`: everything. */
export const STOPS = ["free_work", "all_work"] as const;
export type Stop = (typeof STOPS)[number];

/** Why somebody of the staff does this: it stands in the audit for good. */
const reason = z.string().trim().min(3).max(500);

export const adminUserQuery = z.object({
  /** An id, or the beginning of a mail address. */
  q: z.string().trim().max(320).optional(),
  cursor: userId.optional(),
});
export const adminUserLine = z.object({
  id: userId,
  anonymous: z.boolean(),
  email: z.string().nullable(),
  name: z.string(),
  role: z.enum(ROLES),
  plan: z.string(),
  createdAt: z.string(),
  bannedAt: z.string().nullable(),
  deletedAt: z.string().nullable(),
});
export type AdminUserLine = z.infer<typeof adminUserLine>;
export const adminUserList = z.object({ users: z.array(adminUserLine), nextCursor: userId.nullable() });

export const usageDay = z.object({ day: z.string(), pictures: z.int(), credits: z.int() });
export type UsageDay = z.infer<typeof usageDay>;
export const storageView = z.object({
  pictures: z.int(),
  pinned: z.int(),
  sketches: z.int(),
  /** Drawings, pictures, covers, uploads and results, all in all. */
  bytes: z.int(),
  /** Of them, set aside for jobs and copies that go on. Not in `bytes` yet. */
  reservedBytes: z.int(),
  /** As much as may be stored. */
  storedBytes: z.int(),
  keptPictures: z.int().nullable(),
  keptDays: z.int().nullable(),
  /** From when on pictures beyond the plan are removed, where somebody was told so. */
  removedFrom: z.string().nullable(),
});
export type StorageView = z.infer<typeof storageView>;
export const auditLine = z.object({
  id: z.string(),
  actorId: userId,
  action: z.enum(AUDITED),
  subject: z.string(),
  reason: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  at: z.string(),
});
export type AuditLine = z.infer<typeof auditLine>;

export const adminLook = z.object({ reason });
export const adminUserView = adminUserLine.extend({
  balance: creditsView.omit({ free: true }),
  storage: storageView,
  usage: z.array(usageDay),
  devices: z.int(),
  audit: z.array(auditLine),
});
export type AdminUserView = z.infer<typeof adminUserView>;
export const adminBan = z.object({ banned: z.boolean(), reason });
export const adminRole = z.object({ role: z.enum(ROLES), reason });
export const adminCredits = z.object({
  /** More, or fewer. */
  units: z
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .refine((units) => units !== 0, "Not nothing."),
  /** What asked for it: said twice it happens once. */
  ticket: z
    .string()
    .trim()
    .regex(/^[\w.-]{1,60}$/),
  reason,
});
export const adminSketchView = z.object({
  sketch: sketchView,
  ownerId: userId,
  pictures: z.array(pictureView),
});
export type AdminSketchView = z.infer<typeof adminSketchView>;
export const adminStopView = z.object({ name: z.enum(STOPS), stoppedAt: z.string().nullable() });
export const adminStopList = z.object({ stops: z.array(adminStopView) });
export const adminStop = z.object({ stopped: z.boolean(), reason });
/** Of an entry of the outbox: some are named by what they are for. */
const outboxId = z.string().regex(/^[a-z]{2,20}[:_][\w:]{1,180}$/);
export const adminAuditQuery = z.object({
  subject: z.union([userId, sketchId, pictureId, z.enum(STOPS), outboxId]).optional(),
  cursor: z.string().max(40).optional(),
});
export const auditList = z.object({ lines: z.array(auditLine), nextCursor: z.string().nullable() });
export const adminOutboxEntry = z.object({
  id: z.string(),
  kind: z.string(),
  subject: z.string(),
  createdAt: z.string(),
  /** Not carried out before. */
  dueAt: z.string(),
  tries: z.int(),
  /** Tries in a row that failed. */
  failures: z.int(),
  parkedAt: z.string().nullable(),
});
export type AdminOutboxEntry = z.infer<typeof adminOutboxEntry>;
export const adminOutboxQuery = z.object({ cursor: z.string().min(1).max(200).optional() });
export const adminOutboxList = z.object({
  entries: z.array(adminOutboxEntry),
  nextCursor: z.string().nullable(),
});
export const adminRetry = z.object({ reason });
/** `hangs`: nobody waited for its end. */
export const SWEEP_RESULTS = ["done", "failed", "hangs"] as const;
export const adminSweepLine = z.object({
  name: z.string(),
  /** Null: it has not run yet. */
  beganAt: z.string().nullable(),
  tookMs: z.int().nullable(),
  result: z.enum(SWEEP_RESULTS).nullable(),
  /** The last error's name, also when it has gone well since. */
  lastError: z.string().nullable(),
});
export type AdminSweepLine = z.infer<typeof adminSweepLine>;
export const adminSweepList = z.object({ sweeps: z.array(adminSweepLine) });
export const adminFigures = z.object({
  accounts: z.int(),
  visitors: z.int(),
  banned: z.int(),
  sketchesToday: z.int(),
  picturesToday: z.int(),
  hosts: z.int(),
  live: z.int(),
  waiting: z.int(),
});

/** What an account page shows beside who it is. */
export const accountView = z.object({
  storage: storageView,
  usage: z.array(usageDay),
  hasPassword: z.boolean(),
  hasGoogle: z.boolean(),
});
/** For an account its mail address, for a visitor the word "delete": nobody does it by mistake. */
export const accountDelete = z.object({ confirm: z.string().trim().min(1).max(320) });
