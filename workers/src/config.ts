/** Environment strings → typed configuration and secrets, parsed once. Nothing else reads env strings. */
import { FREE_CREDITS_PER_DAY } from "@llamasketch/pricing";
import { z } from "zod";

/** Newest first: the first signs, all verify, so that keys rotate with overlap. */
const keys = z
  .string()
  .transform((text) => text.split(",").map((key) => key.trim()))
  .pipe(z.array(z.string().min(16)).min(1));

const environment = z.object({
  COOKIE_KEYS: keys,
  TICKET_KEYS: keys,
  ADDRESS_KEYS: keys,
  AGENT_TOKEN: z.string().min(16),
  OPERATOR_TOKEN: z.string().min(16),
  REGION: z.string().default("local"),
  TURNSTILE: z.enum(["on", "off"]).default("on"),
  TURNSTILE_SECRET: z.string().min(16),
  TURNSTILE_SITE_KEY: z.string().min(1).default("none"),
  TURNSTILE_URL: z.url().default("https://challenges.cloudflare.com/turnstile/v0/siteverify"),
  FREE_DAILY_CREDITS: z.coerce.number().int().min(0).max(1e6).default(FREE_CREDITS_PER_DAY),
  FREE_BUDGET_CREDITS: z.coerce.number().int().min(1).max(1e9).default(20_000),
});

export interface Config {
  region: string;
  /** Null: whoever comes is let in, which only development may choose. */
  turnstile: { url: string; siteKey: string } | null;
  /** What is given away a day to one address. */
  freeDailyCredits: number;
  /** What may be given away a day, to all together. */
  freeBudgetCredits: number;
}
export interface Secrets {
  cookieKeys: string[];
  ticketKeys: string[];
  /** The first makes the day's hashes of addresses. */
  addressKeys: string[];
  turnstileSecret: string;
  agentToken: string;
  operatorToken: string;
}

/** Throws, naming what is missing (never its value), before any route runs. */
export function readEnvironment(env: unknown): { config: Config; secrets: Secrets } {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
    throw new Error(`Configuration is missing or too short: ${names.join(", ")}. See docs/operate.md.`);
  }
  const known = parsed.data;
  const { TURNSTILE_URL, TURNSTILE_SITE_KEY } = known;
  return {
    config: {
      region: known.REGION,
      turnstile: known.TURNSTILE === "off" ? null : { url: TURNSTILE_URL, siteKey: TURNSTILE_SITE_KEY },
      freeDailyCredits: known.FREE_DAILY_CREDITS,
      freeBudgetCredits: known.FREE_BUDGET_CREDITS,
    },
    secrets: {
      cookieKeys: known.COOKIE_KEYS,
      ticketKeys: known.TICKET_KEYS,
      addressKeys: known.ADDRESS_KEYS,
      turnstileSecret: known.TURNSTILE_SECRET,
      agentToken: known.AGENT_TOKEN,
      operatorToken: known.OPERATOR_TOKEN,
    },
  };
}
