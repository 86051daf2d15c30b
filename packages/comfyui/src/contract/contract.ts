import type { ComfyFetch } from "../client.ts";
import { Ground } from "./ground.ts";
import type { Rule } from "./rule.ts";
import { fileRules } from "./rules-files.ts";
import { paintingRules } from "./rules-painting.ts";
import { runningRules } from "./rules-running.ts";
import { stoppingRules } from "./rules-stopping.ts";
import { submittingRules } from "./rules-submitting.ts";
import type { TapWebSocket } from "./tap.ts";

/** How a rule fared. */
export interface RuleResult {
  /** Stays the same while the suite does. */
  readonly number: number;
  readonly title: string;
  readonly outcome: "ok" | "failed" | "skipped";
  /** Why it failed or was skipped. */
  readonly reason: string | null;
}

/** What the suite needs to know. */
export interface ContractOptions {
  /** Like `http://127.0.0.1:8188`. */
  readonly baseUrl: string;
  readonly fetch: ComfyFetch;
  readonly WebSocket: TapWebSocket;
  /** Hears each result as it comes. */
  readonly onResult?: (result: RuleResult) => void;
  /** Runs only the rules of these numbers. */
  readonly only?: readonly number[];
}

/**
 * Checks a server against everything the client relies on. It queues prompts, stops them, uploads into
 * `input/contract` and clears nothing of others: use a server that is not at work. Rejects when the
 * server does not answer at all.
 */
export async function checkContract(options: ContractOptions): Promise<RuleResult[]> {
  const ground = await Ground.find(options);
  const rules = [
    ...submittingRules,
    ...runningRules,
    ...stoppingRules,
    ...fileRules,
    ...paintingRules(options.WebSocket),
  ];
  const results: RuleResult[] = [];
  for (const [index, rule] of rules.entries()) {
    const number = index + 1;
    if (options.only && !options.only.includes(number)) continue;
    const result = { number, title: rule.title, ...(await tryRule(rule, ground)) };
    results.push(result);
    options.onResult?.(result);
  }
  return results;
}

async function tryRule(rule: Rule, ground: Ground): Promise<Pick<RuleResult, "outcome" | "reason">> {
  if (rule.only && (rule.only === "newer") !== ground.newer)
    return { outcome: "skipped", reason: `only on the ${rule.only} generation` };
  const fit = rule.fits?.(ground) ?? { fit: true };
  if (!fit.fit) return { outcome: "skipped", reason: `the server ${fit.reason}` };
  try {
    await rule.check(ground);
    return { outcome: "ok", reason: null };
  } catch (error) {
    return { outcome: "failed", reason: error instanceof Error ? error.message : String(error) };
  } finally {
    await ground.tidy().catch(() => undefined);
  }
}

/** A result in a line. */
export function resultLine({ number, title, outcome, reason }: RuleResult): string {
  return `${outcome.padEnd(7)} ${String(number).padStart(2)} ${title}${reason === null ? "" : ` (${reason})`}`;
}
