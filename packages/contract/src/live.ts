/** Text messages between a client (browser tab or program) and a session. Rules are numbered in docs/live-protocol.md. */
import { z } from "zod";
import { STOP_AT_MAX_CREDITS } from "./credits.ts";
import { PROMPT_MAX_CHARS } from "./timing.ts";
import { VARIATIONS_MAX } from "./variation.ts";

const u32 = z.int().min(0).max(0xffff_ffff);
const seq = z.int().min(0);
const credits = z.int().min(0);

export const settings = z.object({
  prompt: z.string().max(PROMPT_MAX_CHARS),
  strength: z.number().min(0).max(1),
  seed: u32,
});
export type Settings = z.infer<typeof settings>;

/** What a party can beyond the first rules. It says so itself, and nobody is sent what it did not say it can. */
export const ABILITIES = ["variations", "credits", "unreadable"] as const;
export type Ability = (typeof ABILITIES)[number];
/** Those that a client has a use for. */
export const CLIENT_ABILITIES = ["variations", "credits"] as const satisfies readonly Ability[];
/** Those that are between a session and its agent. */
export const AGENT_ABILITIES = ["variations", "unreadable"] as const satisfies readonly Ability[];
/** Words that are not known yet are passed over. */
export const abilities = z
  .array(z.string().max(32))
  .max(16)
  .transform((words) => ABILITIES.filter((ability) => words.includes(ability)));

const variation = z.int().min(1).max(VARIATIONS_MAX);

export const clientMessage = z.discriminatedUnion("type", [
  /** First message on a socket. `clientId` lives as long as the tab; `pen: "take"` takes it from another device. */
  z.object({
    type: z.literal("hello"),
    protocol: z.int(),
    clientId: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
    pen: z.enum(["free", "take", "watch"]),
    can: abilities.optional(),
  }),
  z.object({
    type: z.literal("changed"),
    version: u32,
    /** Nothing newer than `version` is owed: only more of the same canvas. */
    refine: z.boolean(),
    /** With `refine`: this variation is the next to come. */
    variation: variation.optional(),
  }),
  z.object({ type: z.literal("settings"), settingsVersion: u32.min(1), settings }),
  z.object({ type: z.literal("take") }),
  z.object({ type: z.literal("yielded") }),
  /** Nothing is drawn any more once so many credits were spent on this sketch, all in all; null: without a limit. */
  z.object({ type: z.literal("stopAt"), credits: z.int().min(1).max(STOP_AT_MAX_CREDITS).nullable() }),
  /** There may be credits again. */
  z.object({ type: z.literal("topUp") }),
]);
export type ClientMessage = z.infer<typeof clientMessage>;
export const CLIENT_MESSAGE_TYPES: ReadonlySet<string> = new Set(
  clientMessage.options.map(({ shape }) => shape.type.value),
);

export const DROP_REASONS = ["superseded", "failed", "stale"] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** Why nothing is drawn although somebody draws. */
export const PAUSE_REASONS = ["no_credits", "limit", "ledger_stalled", "storage_full"] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

export const sessionStatus = z.discriminatedUnion("state", [
  z.object({
    state: z.literal("live"),
    agent: z.string(),
    painter: z.boolean(),
    /** What this agent can. */
    can: abilities.optional(),
  }),
  z.object({ state: z.literal("placing") }),
  z.object({ state: z.literal("busy"), position: z.int().min(1) }),
  z.object({ state: z.literal("resting") }),
  z.object({ state: z.literal("paused"), reason: z.enum(PAUSE_REASONS) }),
]);
export type SessionStatus = z.infer<typeof sessionStatus>;

export const sessionMessage = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("welcome"),
    protocol: z.int(),
    generation: u32,
    /** Number of stroke-log chunks stored: a client that opened with fewer loads the rest before first ink. */
    chunks: z.int().min(0),
  }),
  z.object({ type: z.literal("pen"), holder: z.enum(["you", "other", "none"]), epoch: u32 }),
  z.object({
    type: z.literal("want"),
    generation: u32,
    have: u32,
    done: u32,
    /** Of the newest canvas that has any: variations the session holds or has answered, and those answered. */
    variations: z.object({ version: u32, have: z.array(variation), done: z.array(variation) }).optional(),
  }),
  z.object({ type: z.literal("yield") }),
  z.object({ type: z.literal("saved"), chunkId: z.int().min(0), index: z.int().min(0) }),
  z.object({
    type: z.literal("drop"),
    version: u32,
    reason: z.enum(DROP_REASONS),
    variation: variation.optional(),
  }),
  z.object({
    type: z.literal("kept"),
    seq,
    version: u32,
    pictureId: z.string(),
    quality: z.enum(["draft", "full"]).optional(),
    variation: variation.optional(),
  }),
  z.object({ type: z.literal("status"), status: sessionStatus }),
  z.object({
    type: z.literal("meter"),
    /** On this sketch, all in all, what stored pictures of the running block will cost among it. */
    spentCredits: credits,
    /** Set aside for what is drawn now, and not spent. */
    heldCredits: credits,
    /** To spend after that; null until the ledger was asked. */
    availableCredits: credits.nullable(),
    stopAtCredits: credits.nullable(),
    /** When the running window ends; null when none runs. */
    windowEndsInMs: z.int().min(0).nullable(),
  }),
  z.object({
    type: z.literal("refused"),
    rule: z.string(),
    code: z.string(),
    message: z.string(),
    /** Which fields, and what is wrong with each. */
    fields: z.record(z.string(), z.string()).optional(),
  }),
]);
export type SessionMessage = z.infer<typeof sessionMessage>;
export type MeterMessage = Extract<SessionMessage, { type: "meter" }>;

/** Refusals: a message is not obeyed, the socket stays. */
export const REFUSALS = {
  R1: { code: "not_json", message: "A text message must be JSON of a known type." },
  R2: { code: "hello_first", message: "The first message must be hello." },
  R3: { code: "not_your_pen", message: "Another device holds the pen. Take it to draw here." },
  R4: { code: "old_epoch", message: "That was drawn under an older pen." },
  R5: { code: "bad_frame", message: "The bytes are not a whole image of the format and size in the header." },
  R6: { code: "bad_size", message: "A frame's sides must be 64 to 768 px and fit its quality." },
  R7: { code: "stale_version", message: "A newer canvas has already arrived." },
  R8: { code: "settings_unknown", message: "Send settings again: this session does not know that version." },
  R9: { code: "bad_chunk", message: "A stroke chunk must hold 1 to 262144 bytes." },
  R10: {
    code: "prompt_refused",
    message: "These words cannot be drawn here. Change the prompt and draw on.",
  },
  R11: {
    code: "not_stored",
    message: "The strokes could not be stored yet. They are kept here and sent again.",
  },
  R12: {
    code: "bad_variation",
    message: "A variation is numbered 1 to 4, and needs an agent that can make it.",
  },
  R13: {
    code: "storage_full",
    message:
      "You have used all of your storage: strokes are kept on this device only. Delete sketches, pictures or uploads, or take a larger plan.",
  },
  R14: {
    code: "unreadable_frame",
    message:
      "This canvas cannot be decoded. Send a whole image; after three that are none, wait half a minute.",
  },
  R15: {
    code: "strokes_waiting",
    message: "More strokes wait to be stored than there is room for. They are kept here and sent again.",
  },
  R16: {
    code: "too_often",
    message: "The pen changes hands too often. Try again in a few seconds.",
  },
  R20: {
    code: "bad_fields",
    message:
      "A field of this message is not as it should be: see `fields`. Sent again as it is, it is refused again.",
  },
  R21: {
    code: "bad_header",
    message: "The frame's header has a format, a quality or flags that are not known: see `fields`.",
  },
  R22: {
    code: "settings_version_used",
    message: "Other settings were sent under this version. Raise it with every change.",
  },
} as const;
export type Refusal = keyof typeof REFUSALS;

/** Close codes: the socket ends, with this reason. 4400-4499 mean "do not come back as you are". */
export const CLOSE = {
  replaced: { code: 4001, reason: "this tab connected again" },
  released: { code: 4002, reason: "the session needs no agent now" },
  old_placement: { code: 4003, reason: "another agent has this session" },
  going_away: { code: 4004, reason: "the session is moving; reconnect" },
  dead: { code: 4005, reason: "no answer to ping" },
  turned_away: { code: 4007, reason: "fetch a new ticket: who you are here has changed" },
  draining: { code: 4006, reason: "the agent is leaving" },
  in_use: { code: 4008, reason: "another process is connected with this credential" },
  revoked: { code: 4403, reason: "this credential was revoked or has expired" },
  protocol_version: { code: 4400, reason: "this protocol version is not spoken here; reload" },
  too_big: { code: 4413, reason: "message too big" },
  flood: { code: 4429, reason: "too many messages" },
  silent: { code: 4009, reason: "no hello came" },
  deleted: { code: 4410, reason: "the sketch was deleted" },
  foreign: { code: 4415, reason: "not a message of this protocol" },
} as const;
export type CloseWhy = keyof typeof CLOSE;
