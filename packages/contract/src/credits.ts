/** Credits: what live drawing costs in time, what a person sees of them, and prices that are promised. */
import { z } from "zod";
import { quoteId, sketchId } from "./ids.ts";
import { jobClass } from "./job.ts";
import { DEMAND_BANDS, PRODUCTS } from "./plans.ts";
import { orNull } from "./or-null.ts";

/** Live drawing is sold by windows of this length: short enough that stopping saves, long enough to hold a pause and its picture. */
export const LIVE_WINDOW_MS = 10_000;
/** A window in which a stored picture arrived costs this; any other costs nothing. */
export const LIVE_WINDOW_CREDITS = 1;
/** Most windows held at once: a minute is at risk when a session dies, not an hour. */
export const LIVE_BLOCK_WINDOWS_MAX = 6;
/** A block holds at most this part (one in four) of what is there, so that a second sketch or a picture can still begin. */
export const LIVE_BLOCK_SHARE = 4;
/** Windows drawn while the ledger does not answer: one block's worth, then drawing pauses and says so. */
export const LIVE_GRACE_WINDOWS = 6;
/** What a person sees of the meter is told no oftener: twice a second looks like at once. */
export const METER_EVERY_MS = 500;
/** The ledger is asked no oftener whether there are credits again, whoever says so. */
export const TOP_UP_EVERY_MS = 2000;
/** A paused session keeps its GPU this long: a purchase or a raised limit within it goes on at once. */
export const PAUSED_RELEASE_MS = 15_000;
/** Highest limit a person can set for one sketch. */
export const STOP_AT_MAX_CREDITS = 1_000_000;
/** Nothing stored and nothing drawn for this long: the block ends and what it did not use is free again. */
export const LIVE_IDLE_MS = 10_000;
/** A block's hold lives this long; it is turned before half of it, so that one lost turn can be made up. */
export const LIVE_HOLD_MS = 240_000;

/** A promised price stands this long: time to read it, not to speculate. */
export const QUOTE_LIVES_MS = 600_000;

const units = z.int().min(0);

export const creditsView = z.object({
  /** What can be spent now. */
  available: units,
  /** Set aside for work that goes on. */
  held: units,
  /** What a payment that was taken back left owing; nothing can begin until it is paid. */
  owed: units,
  /** In the order in which they are spent. */
  buckets: z.array(
    z.object({
      bucket: z.enum(["granted", "purchased"]),
      available: units,
      held: units,
      expiresAt: z.string().nullable(),
    }),
  ),
  /** Without an account: what this address is given a day, and what is left of it. */
  free: z.object({
    perDay: units,
    available: units,
    resetsAt: z.string(),
    /** A person shows once a day that they are one; `siteKey` is for Turnstile's widget, null where none is asked for. */
    door: z.object({ open: z.boolean(), siteKey: z.string().nullable() }),
  }),
});
export type CreditsView = z.infer<typeof creditsView>;

/** A Turnstile token for the action `free`. */
export const freeOpen = z.object({ token: z.string().min(1).max(2048) });

export const STATEMENT_KINDS = [
  "grant",
  "purchase",
  "correction",
  "taken_back",
  "expired",
  "live",
  "work",
] as const;
export type StatementKind = (typeof STATEMENT_KINDS)[number];

const statementSketch = z
  .object({ id: sketchId, title: z.string().nullable() })
  .meta({ id: "StatementSketch" });
const statementLive = z.object({ windows: units, pictures: units }).meta({ id: "StatementLive" });

export const statementLine = z.object({
  id: z.string(),
  at: z.string(),
  kind: z.enum(STATEMENT_KINDS),
  /** More or fewer credits. */
  units: z.int(),
  /** A sentence in English; a page says it in its own words. */
  text: z.string(),
  /** The sketch it was for; its title is null once it is deleted. */
  sketch: orNull(statementSketch),
  /** Of live drawing: windows paid, pictures stored. */
  live: orNull(statementLive),
});
export type StatementLine = z.infer<typeof statementLine>;

export const statementQuery = z.object({ cursor: z.string().max(320).optional() });
export const statementView = z.object({
  lines: z.array(statementLine),
  nextCursor: z.string().nullable(),
});

const sidePx = z.int().min(256).max(4096);
const count = z.int().min(1).max(100).default(1);
/** Work that waits for idle time costs less. */
const when = jobClass.default("interactive");
const product = z.enum(PRODUCTS).default("llamasketch");

/** Work to be priced. It says what is wanted and nothing of who wants it. */
export const quoteCreate = z.discriminatedUnion("work", [
  z.object({
    work: z.literal("picture"),
    product,
    model: z.string().max(64).default("standard"),
    widthPx: sidePx.default(1024),
    heightPx: sidePx.default(1024),
    steps: z.int().min(1).max(200).optional(),
    count,
    class: when,
  }),
  z.object({
    work: z.literal("upscale"),
    product,
    model: z.string().max(64).default("standard"),
    /** Of the result. */
    widthPx: sidePx,
    heightPx: sidePx,
    count,
    class: when,
  }),
  z.object({
    work: z.literal("video"),
    product,
    model: z.string().max(64).default("standard"),
    seconds: z.int().min(1).max(60),
    count,
    class: when,
  }),
]);
export type QuoteRequest = z.infer<typeof quoteCreate>;

export const quoteLine = z.object({
  /** `work`: as listed; `demand`: what it adds or takes off; `idle`: what waiting for idle time takes off. */
  kind: z.enum(["work", "demand", "idle"]),
  text: z.string(),
  units: z.int(),
});
export type QuoteLine = z.infer<typeof quoteLine>;

export const quoteView = z.object({
  id: quoteId,
  asset: z.enum(["credit", "token"]),
  units: z.int().min(1),
  lines: z.array(quoteLine),
  band: z.enum(DEMAND_BANDS),
  expiresAt: z.string(),
  /** The same, from this answer on: for whoever's clock is another. */
  expiresInMs: z.int().min(0),
});
export type QuoteView = z.infer<typeof quoteView>;
