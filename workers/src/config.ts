/** Environment strings → typed configuration and secrets, parsed once. Nothing else reads env strings. */
import { markText } from "@llamasketch/contract";
import { FREE_CREDITS_PER_DAY } from "@llamasketch/pricing";
import { z } from "zod";

/** Newest first: the first signs, all verify, so that keys rotate with overlap. */
const keys = z
  .string()
  .transform((text) => text.split(",").map((key) => key.trim()))
  .pipe(z.array(z.string().min(16)).min(1));

/** A site's origin, without a path or a slash at its end. */
const origin = z.url({ protocol: /^https?$/ }).transform((text) => new URL(text).origin);
const list = z
  .string()
  .transform((text) => text.split(",").flatMap((item) => (item.trim() === "" ? [] : [item.trim()])));
const origins = list.pipe(z.array(origin));

const environment = z.object({
  ENVIRONMENT: z.enum(["production", "development"]).default("production"),
  LIMITS: z.enum(["on", "off"]).default("on"),
  COOKIE_KEYS: keys,
  TICKET_KEYS: keys,
  TOKEN_KEYS: keys,
  ADDRESS_KEYS: keys,
  HOST_KEYS: keys,
  OPERATOR_TOKEN: keys,
  API_ACCESS: z.enum(["by_plan", "everyone"]).default("by_plan"),
  REGION: z.string().default("local"),
  TURNSTILE: z.enum(["on", "off"]).default("on"),
  TURNSTILE_SECRET: z.string().min(16),
  TURNSTILE_SITE_KEY: z.string().min(1).default("none"),
  TURNSTILE_URL: z.url().default("https://challenges.cloudflare.com/turnstile/v0/siteverify"),
  FREE_DAILY_CREDITS: z.coerce.number().int().min(0).max(1e6).default(FREE_CREDITS_PER_DAY),
  FREE_BUDGET_CREDITS: z.coerce.number().int().min(1).max(1e9).default(20_000),
  PUBLIC_URL: origin,
  API_URL: origin.optional(),
  PAGE_ORIGINS: origins.default([]),
  MEDIA_ORIGIN: origin.optional(),
  MARKED_PLANS: list.default([]),
  MARK_TEXT: markText.optional(),
  MAIL_FROM: z.email().optional(),
  FIRST_ADMIN: z.email().optional(),
  GOOGLE_ISSUER: z.url().default("https://accounts.google.com"),
  GOOGLE_CLIENT_ID: z.string().min(1).optional(),
  GOOGLE_CLIENT_SECRET: z.string().min(1).optional(),
});

export interface Config {
  isDevelopment: boolean;
  /** Whether buckets wear out; only measurements in development are spared. */
  hasLimits: boolean;
  /** Whose keys open the media API. */
  apiAccess: "by_plan" | "everyone";
  region: string;
  /** Null: whoever comes is let in, which only development may choose. */
  turnstile: { url: string; siteKey: string } | null;
  /** What is given away a day to one address. */
  freeDailyCredits: number;
  /** What may be given away a day, to all together. */
  freeBudgetCredits: number;
  /** Where people open pages: what mailed links begin with. */
  publicUrl: string;
  /** Where this Worker is asked; the same unless pages are served from elsewhere. */
  apiUrl: string;
  /** Origins of pages served from elsewhere that may call this API with a person's cookies. */
  pageOrigins: readonly string[];
  /** Where results are opened, and nothing else is; null: where the API is. */
  mediaOrigin: string | null;
  /** Plans whose queued pictures carry a visible mark, beside those that the price list says so of. */
  markedPlans: readonly string[];
  /** What it says; null: as the price list has it. */
  markText: string | null;
  mailFrom: string | null;
  /** Whoever proves this address is an admin. */
  firstAdmin: string | null;
  google: GoogleConfig | null;
}
export interface GoogleConfig {
  issuer: string;
  clientId: string;
  clientSecret: string;
}
export interface Secrets {
  cookieKeys: string[];
  ticketKeys: string[];
  tokenKeys: string[];
  /** The first makes the day's hashes of addresses. */
  addressKeys: string[];
  turnstileSecret: string;
  /** The first signs what GPU hosts dial in with. */
  hostKeys: string[];
  /** Any of them opens. */
  operatorTokens: string[];
}

const hostOf = (address: string): string => new URL(address).host;

/** What a key must hold against who tries them all. */
const KEY_BITS = 256;
/** Fewer different signs are no chance's work. */
const KEY_SIGNS_MIN = 10;

/** The most that may be in a text like this, if it was made by chance: hexadecimal signs hold four bits, others six. */
function bitsOf(key: string): number {
  const text = key.replace(/=+$/, "");
  if (new Set(text).size < KEY_SIGNS_MIN) return 0;
  return text.length * (/^[0-9a-f]+$/i.test(text) ? 4 : 6);
}

/** What would leave a site that strangers come to open; none in development. */
function requireSafe(given: z.infer<typeof environment>): void {
  if (given.ENVIRONMENT !== "production") return;
  const { COOKIE_KEYS, TICKET_KEYS, TOKEN_KEYS, ADDRESS_KEYS, HOST_KEYS, OPERATOR_TOKEN } = given;
  const lists = { COOKIE_KEYS, TICKET_KEYS, TOKEN_KEYS, ADDRESS_KEYS, HOST_KEYS, OPERATOR_TOKEN };
  const weak = Object.entries(lists).filter(([, keys]) => keys.some((key) => bitsOf(key) < KEY_BITS));
  if (weak.length > 0)
    throw new Error(
      `In production every key holds 32 bytes of chance (openssl rand -base64 32): ${weak.map(([name]) => name).join(", ")}. See docs/operate.md.`,
    );
  if (given.TURNSTILE === "off")
    throw new Error(
      "TURNSTILE=off is for development: whoever comes would be given credits. See docs/operate.md.",
    );
}

interface Environment {
  config: Config;
  secrets: Secrets;
}

const NAMES = Object.keys(environment.shape);
let last: { strings: readonly unknown[]; read: Environment } | null = null;

/** Throws, naming what is missing (never its value), before any route runs. The same strings are read once. */
export function readEnvironment(env: object): Environment {
  const strings = NAMES.map((name) => Reflect.get(env, name) as unknown);
  if (last?.strings.every((string, at) => string === strings[at])) return last.read;
  const read = parseEnvironment(env);
  last = { strings, read };
  return read;
}

function parseEnvironment(env: object): Environment {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
    throw new Error(`Configuration is missing or too short: ${names.join(", ")}. See docs/operate.md.`);
  }
  const given = parsed.data;
  requireSafe(given);
  const own = [given.PUBLIC_URL, given.API_URL ?? given.PUBLIC_URL, ...given.PAGE_ORIGINS].map(hostOf);
  if (given.MEDIA_ORIGIN && own.includes(hostOf(given.MEDIA_ORIGIN)))
    throw new Error("MEDIA_ORIGIN must be a host of its own. See docs/operate.md.");
  const { GOOGLE_ISSUER: issuer, GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret } = given;
  return {
    config: {
      isDevelopment: given.ENVIRONMENT === "development",
      hasLimits: given.ENVIRONMENT === "production" || given.LIMITS === "on",
      apiAccess: given.API_ACCESS,
      region: given.REGION,
      turnstile:
        given.TURNSTILE === "off" ? null : { url: given.TURNSTILE_URL, siteKey: given.TURNSTILE_SITE_KEY },
      freeDailyCredits: given.FREE_DAILY_CREDITS,
      freeBudgetCredits: given.FREE_BUDGET_CREDITS,
      publicUrl: given.PUBLIC_URL,
      apiUrl: given.API_URL ?? given.PUBLIC_URL,
      pageOrigins: given.PAGE_ORIGINS,
      mediaOrigin: given.MEDIA_ORIGIN ?? null,
      markedPlans: given.MARKED_PLANS,
      markText: given.MARK_TEXT ?? null,
      mailFrom: given.MAIL_FROM ?? null,
      firstAdmin: given.FIRST_ADMIN?.toLowerCase() ?? null,
      google: clientId && clientSecret ? { issuer, clientId, clientSecret } : null,
    },
    secrets: {
      cookieKeys: given.COOKIE_KEYS,
      ticketKeys: given.TICKET_KEYS,
      tokenKeys: given.TOKEN_KEYS,
      addressKeys: given.ADDRESS_KEYS,
      turnstileSecret: given.TURNSTILE_SECRET,
      hostKeys: given.HOST_KEYS,
      operatorTokens: given.OPERATOR_TOKEN,
    },
  };
}
