/** Text messages of agents: with a session (frames and pictures travel beside them as binary) and with the dispatcher. */
import { z } from "zod";
import { agentId, sketchId } from "./ids.ts";
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

const placement = z.int().min(1);

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
  z.object({
    type: z.literal("register"),
    protocol: z.int(),
    agentId,
    name: z.string().max(80),
    slots: z.int().min(1).max(64),
    /** Live sessions this host takes at once. */
    capacity: z.int().min(1).max(10_000),
    frameMs: z.number().min(1).max(600_000),
    holding: z.array(z.object({ session: z.string().max(64), placement })).max(10_000),
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
  z.object({ type: z.literal("gone"), session: z.string().max(64), placement }),
  z.object({ type: z.literal("renew"), session: z.string().max(64), placement }),
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
    placement,
    path: z.string(),
    ticket: z.string(),
  }),
  z.object({ type: z.literal("unassign"), session: z.string(), placement }),
  z.object({ type: z.literal("refused"), message: z.string() }),
  ...jobToAgent,
]);
export type DispatcherToAgent = z.infer<typeof dispatcherToAgent>;

/** A session's address: one sketch in one region epoch, so that a sketch can move region. */
export const sessionAddress = z
  .string()
  .refine((text) => /^[^:]+:\d{1,6}$/.test(text) && sketchId.safeParse(text.split(":")[0]).success);
