/** Environment strings → typed configuration and secrets, parsed once. Nothing else reads env strings. */
import { z } from "zod";

/** Newest first: the first signs, all verify, so that keys rotate with overlap. */
const keys = z
  .string()
  .transform((text) => text.split(",").map((key) => key.trim()))
  .pipe(z.array(z.string().min(16)).min(1));

const environment = z.object({
  COOKIE_KEYS: keys,
  TICKET_KEYS: keys,
  AGENT_TOKEN: z.string().min(16),
  OPERATOR_TOKEN: z.string().min(16),
  REGION: z.string().default("local"),
});

export interface Config {
  region: string;
}
export interface Secrets {
  cookieKeys: string[];
  ticketKeys: string[];
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
  const { COOKIE_KEYS, TICKET_KEYS, AGENT_TOKEN, OPERATOR_TOKEN, REGION } = parsed.data;
  return {
    config: { region: REGION },
    secrets: {
      cookieKeys: COOKIE_KEYS,
      ticketKeys: TICKET_KEYS,
      agentToken: AGENT_TOKEN,
      operatorToken: OPERATOR_TOKEN,
    },
  };
}
