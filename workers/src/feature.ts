/**
 * What a feature of the Worker is: all that the shells (fetch, queue, scheduled, objects) need of it. `features.ts` lists them, and
 * nothing else names one. Everything here is optional but the name.
 */
import type { JobResultRow, JobRow, UserRow } from "@llamasketch/db";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Commit, Statement } from "./commit.ts";
import type { Config, Secrets } from "./config.ts";
import type { HasTime } from "./has-time.ts";
import type { AppInstance } from "./http/context.ts";
import type { ArchiveFile, ArchivePart } from "./http/archive.ts";
import type { InsideKind, OutsideKind } from "./outbox-kinds.ts";
import type { Bindings, Ports } from "./ports.ts";

/** What ports are built of. */
export interface Foundation {
  env: Bindings;
  db: DrizzleD1Database;
  config: Config;
  secrets: Secrets;
  commit: Commit;
}

/** `later`: it is not time yet, the sweep comes back; `more`: a part is done, go on at once. */
export type OutboxOutcome = "done" | "later" | "more";
/** Carries out one outbox entry; running it again is harmless. */
export type OutboxEffect = (ports: Ports, subject: string, nowMs: number) => Promise<OutboxOutcome>;

export interface Receiver {
  personId: string;
  host: string;
}
/** An effect on somebody else's machine, which may be slow or silent. */
export interface OutsideEffect {
  /** Who is sent something, and where; null when there is nothing to send any more. */
  to(ports: Ports, subject: string): Promise<Receiver | null>;
  /** Gives up by itself after some seconds. */
  send(ports: Ports, subject: string, nowMs: number): Promise<OutboxOutcome>;
}

/** One sweep of a minute: goes on while there is work and time. Safe to run again, and by two at once. */
export type Sweep = (ports: Ports, nowMs: number, hasTime: HasTime) => Promise<unknown>;

/** Whether the work that a hold was made for still goes on. */
export type WorkJudge = (ports: Ports, workId: string) => Promise<boolean>;

/** What a studio adds to the ends of its jobs. A kind without one keeps results. */
export interface JobKind {
  /** False once what it is made for is gone: then it is cancelled instead of finished. */
  isWanted(ports: Ports, row: JobRow): Promise<boolean>;
  /** In place of rows of results, for the batch in which it succeeds. What it moves before may be moved again by a later run. */
  keep(ports: Ports, row: JobRow, results: readonly JobResultRow[], nowMs: number): Promise<Statement[]>;
  /** After its end, once no run can store anything: removes what it moved and nothing names. Safe to run again. */
  tidy(ports: Ports, row: JobRow): Promise<void>;
}

/** What people and programs are told of the end of a job of one kind. */
export interface JobEnd {
  /** For webhooks; null when there is nothing to tell any more. */
  view(ports: Ports, row: JobRow): Promise<{ type: string; data: object } | null>;
  /** What was asked for, in words. Throws when `request` is none of this kind. */
  words(request: unknown): string;
  /** The page that shows it. */
  path(jobId: string): string;
}

/** How a statement shows what credits were spent on, by the word before the colon of a reference. */
export interface StatementReference {
  /** What a line of work says; as the kind of the row has it when it does not. */
  work: string;
  /** Titles of the owner's own things, by id, for lines that lead to a page. */
  titles?(ports: Ports, ownerId: string, ids: readonly string[]): Promise<Map<string, string>>;
}

export interface Whose {
  userId: string;
  account: UserRow | null;
}
/** What a person's export holds of this feature, read one file after the other while it is sent. */
export interface PersonExport {
  /** How often it asks the stores for all of it: an answer may ask so often and no oftener. */
  reads(ports: Ports, userId: string): Promise<number>;
  files(ports: Ports, whose: Whose, part: ArchivePart): AsyncIterable<ArchiveFile>;
}

export interface Feature<Own extends object = object> {
  /** No two features have one. */
  name: string;
  /** Its part of `Ports`. `all` is what everything is built into, for what is called later. */
  ports?(given: Foundation, all: () => Ports): Own;
  /** What its routes are about, by the first word of their addresses: headings of the API's document. */
  tags?: Readonly<Record<string, string>>;
  /** Addresses of the page, as its router has them: all others are 404. */
  pages?: readonly string[];
  routes?(app: AppInstance): void;
  /** Routes for moderators, admins and operators alone: others are refused at start. */
  staffRoutes?(app: AppInstance): void;
  jobKinds?: Readonly<Record<string, JobKind>>;
  jobEnds?: Readonly<Record<string, JobEnd>>;
  effects?: Readonly<Partial<Record<InsideKind, OutboxEffect>>>;
  outsideEffects?: Readonly<Partial<Record<OutsideKind, OutsideEffect>>>;
  /** By names that no other feature has; run each minute beside each other. */
  cron?: Readonly<Record<string, Sweep>>;
  /** By the prefix of the work's id. */
  workJudges?: Readonly<Record<string, WorkJudge>>;
  statementReferences?: Readonly<Record<string, StatementReference>>;
  /** For the batch in which a visitor becomes an account, after the visitor's row says so. */
  link?(ports: Ports, visitorId: string, accountId: string, nowMs: number): Statement[];
  /** Writes what is held in memory of this person's, for whoever counts it. */
  writeDown?(ports: Ports, userId: string, nowMs: number): Promise<unknown>;
  export?: PersonExport;
  /** Removes what somebody made who is gone, a part at a time: true when there may be more. Safe to run again, and by two at once. */
  erase?(ports: Ports, userId: string, nowMs: number): Promise<boolean>;
}

/** Keeps the type of its ports, which `features.ts` holds against `Ports`. */
export const defineFeature = <Own extends object>(feature: Feature<Own>): Feature<Own> => feature;
