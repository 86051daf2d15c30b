/** Text messages of agents: with a session (frames and pictures travel beside them as binary) and with the dispatcher. */
import { z } from "zod";
import { CONTROL_TICKET_MAX_CHARS, HOST_SESSIONS_MAX, HOST_SLOTS_MAX, PLACEMENT_MAX } from "./host-limits.ts";
import { sketchId } from "./ids.ts";
import { jobFromAgent, jobToAgent } from "./job.ts";
import { abilities, settings } from "./live.ts";
import { VARIATIONS_MAX } from "./variation.ts";

const u32 = z.int().min(0).max(0xffff_ffff);

export const sessionToAgent = z.discriminatedUnion("type", [
  /** The drawer has something newer than `have`; `refine`: nothing new, only a sharper picture of the same. */
  z.object({
    type: z.literal("ready"),
    refine: z.boolean(),
    /** With `refine`: which low work it is; a sharper picture when neither is said. */
    variation: z.int().min(1).max(VARIATIONS_MAX).optional(),
  }),
  z.object({ type: z.literal("settings"), settingsVersion: u32, settings }),
  /** The session lost its memory: say again whether a turn is open. */
  z.object({ type: z.literal("sync"), generation: u32 }),
  /** Answers an `attach` that says what the agent can: what of it this session can too. */
  z.object({ type: z.literal("attached"), can: abilities }),
]);
export type SessionToAgent = z.infer<typeof sessionToAgent>;

export const agentToSession = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("attach"),
    protocol: z.int(),
    name: z.string().max(80),
    painter: z.boolean(),
    expectMs: z.number().min(0).max(600_000),
    can: abilities.optional(),
  }),
  /** A level: send your newest canvas now, and keep it standing until a frame has come. */
  z.object({ type: z.literal("turn") }),
  /** Not yet: the turn is expected in so many ms. Answers `ready`. */
  z.object({ type: z.literal("soon"), inMs: z.number().min(0).max(600_000) }),
  z.object({
    type: z.literal("dropped"),
    seq: z.int().min(0),
    /** `unreadable`: its bytes are no image that can be decoded; said only where `attached` lists that ability. */
    reason: z.enum(["superseded", "failed", "settings", "unreadable"]),
  }),
]);
export type AgentToSession = z.infer<typeof agentToSession>;

/** Counted by the platform alone. */
export const placementNumber = z.int().min(1).max(PLACEMENT_MAX);
const placed = { session: z.string().max(64), placement: placementNumber };
/** What a host was given for this session and placement: proves what the dispatcher's own rows do not say. */
const ticket = z.string().max(CONTROL_TICKET_MAX_CHARS).optional();

/**
 * What a host says of itself; kept short, since it is remembered beside its socket. Claims, not proofs: nothing is
 * decided by them that a measurement could decide.
 */
export const agentReport = z.object({
  /** ComfyUI's version, as it says itself. */
  generation: z.string().max(40).optional(),
  device: z.string().max(80).optional(),
  vramTotalMb: z.int().min(0).optional(),
  vramFreeMb: z.int().min(0).optional(),
  /** The project's nodes are installed. */
  nodePack: z.boolean().optional(),
  /** Model files that are there for the workflows it can run. */
  models: z.array(z.string().max(80)).max(12).optional(),
  /** Workflows it can run, and one frame of those it timed, ms. */
  workflows: z
    .array(z.object({ id: z.string().max(60), frameMs: z.number().min(1).max(600_000).optional() }))
    .max(12)
    .optional(),
});
export type AgentReport = z.infer<typeof agentReport>;

export const agentToDispatcher = z.discriminatedUnion("type", [
  /** Which host it is, its credential says. */
  z.object({
    type: z.literal("register"),
    protocol: z.int(),
    /** Of this process, made anew at each start: with the same one a second connection takes the first one's place. */
    instance: z
      .string()
      .regex(/^[A-Za-z0-9_-]{16,64}$/)
      .optional(),
    name: z.string().max(80),
    slots: z.int().min(1).max(HOST_SLOTS_MAX),
    /** Live sessions this host takes at once. */
    capacity: z.int().min(1).max(HOST_SESSIONS_MAX),
    frameMs: z.number().min(1).max(600_000),
    holding: z.array(z.object({ ...placed, ticket })).max(HOST_SESSIONS_MAX),
    report: agentReport.optional(),
  }),
  z.object({
    type: z.literal("beat"),
    frameMs: z.number().min(1).max(600_000),
    healthy: z.boolean(),
    /** Why it is not healthy. */
    trouble: z.string().max(200).optional(),
    /** Only when it changed. */
    report: agentReport.optional(),
  }),
  z.object({ type: z.literal("gone"), ...placed }),
  z.object({ type: z.literal("renew"), ...placed, ticket }),
  ...jobFromAgent,
]);
export type AgentToDispatcher = z.infer<typeof agentToDispatcher>;

export const dispatcherToAgent = z.discriminatedUnion("type", [
  /** `jobs`: the protocol of queued work that is spoken here. */
  z.object({ type: z.literal("registered"), jobs: z.int().optional() }),
  /** Dial `path` on the host you dialled, with the ticket, unless you hold this session already. */
  z.object({
    type: z.literal("assign"),
    session: z.string(),
    placement: placementNumber,
    path: z.string(),
    ticket: z.string(),
  }),
  z.object({ type: z.literal("unassign"), session: z.string(), placement: placementNumber }),
  z.object({ type: z.literal("refused"), message: z.string() }),
  ...jobToAgent,
]);
export type DispatcherToAgent = z.infer<typeof dispatcherToAgent>;

/** A session's address: one sketch in one region epoch, so that a sketch can move region. */
export const sessionAddress = z
  .string()
  .refine((text) => /^[^:]+:\d{1,6}$/.test(text) && sketchId.safeParse(text.split(":")[0]).success);
