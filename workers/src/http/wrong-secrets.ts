/**
 * Wrong keys, tokens and tickets are counted, right ones are not. Once too many came by one lane nothing that comes by it is
 * looked up any more for a while: a guess costs no row. Whoever is known by what they carry has a lane of their own, so that
 * a neighbour's guesses are not theirs.
 */
import ipaddr from "ipaddr.js";
import { BUCKETS } from "./buckets.ts";
import type { Caller } from "./caller.ts";
import { ApiError } from "./errors.ts";

/** Told apart in one isolate; the oldest are forgotten. */
const LANES_MAX = 10_000;
/** Until when a lane is shut, in this isolate: the platform's counter tells every isolate at its first wrong secret. */
const shutUntilMs = new Map<string, number>();

/** Keys whose form tells nothing, that were right a while ago: a shut lane stays open for them. By digest. */
const GOOD_MAX = 1000;
const GOOD_MS = 10 * 60_000;
const goodUntilMs = new Map<string, number>();

/** What comes from one site: an IPv4 address, or an IPv6 /48, of which one person may have all. All who hide theirs share one. */
export function siteLane(caller: Caller): string {
  const [bare = ""] = (caller.header("cf-connecting-ip") ?? "").split("%");
  if (!ipaddr.isValid(bare)) return "site none";
  const parsed = ipaddr.process(bare);
  return `site ${parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 3).join(":") : parsed.toString()}`;
}

export const isShut = (lane: string, nowMs: number): boolean => (shutUntilMs.get(lane) ?? 0) > nowMs;

/** Throws before anything is looked up for what comes by a shut lane. */
export function requireOpenLane(lane: string): void {
  if (isShut(lane, Date.now())) throw tooManyWrong();
}

/** What to throw for a wrong secret: `why`, or that there were too many of them. */
export async function wrongSecret(caller: Caller, lane: string, why: ApiError): Promise<ApiError> {
  const nowMs = Date.now();
  if (isShut(lane, nowMs)) return tooManyWrong();
  if (await caller.ports.limiter("wrong")(lane)) return why;
  remember(shutUntilMs, lane, nowMs + BUCKETS.wrong.periodS * 1000, LANES_MAX);
  return tooManyWrong();
}

export const noteGood = (digest: string, nowMs: number): void =>
  remember(goodUntilMs, digest, nowMs + GOOD_MS, GOOD_MAX);
export const wasGood = (digest: string, nowMs: number): boolean => (goodUntilMs.get(digest) ?? 0) > nowMs;

function remember(known: Map<string, number>, key: string, untilMs: number, most: number): void {
  known.delete(key);
  known.set(key, untilMs);
  const [oldest] = known.keys();
  if (known.size > most && oldest !== undefined) known.delete(oldest);
}

function tooManyWrong(): ApiError {
  return new ApiError("too_many_requests", "Too many attempts with wrong keys or tokens.", {
    hint: `Wait ${BUCKETS.wrong.periodS} seconds, then look at the key that is sent.`,
    retryAfterS: BUCKETS.wrong.periodS,
  });
}
