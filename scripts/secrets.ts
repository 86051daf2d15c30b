import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const NAMES = [
  "COOKIE_KEYS",
  "TICKET_KEYS",
  "TOKEN_KEYS",
  "ADDRESS_KEYS",
  "TURNSTILE_SECRET",
  "HOST_KEYS",
  "OPERATOR_TOKEN",
] as const;
/** Open nothing any more. */
const RETIRED: readonly string[] = ["AGENT_TOKEN"];
export type LocalSecrets = Record<(typeof NAMES)[number], string>;

/** Reads local secrets from `file`, making what is missing. The file is ignored by git and readable by its owner only. */
export function localSecrets(file: string): LocalSecrets {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const known = new Map<string, string>();
  for (const line of text.split("\n")) {
    const at = line.indexOf("=");
    if (at > 0) known.set(line.slice(0, at).trim(), line.slice(at + 1).trim());
  }
  const secrets = Object.fromEntries(
    NAMES.map((name) => [name, known.get(name) ?? randomBytes(32).toString("base64url")]),
  ) as LocalSecrets;
  if (NAMES.some((name) => !known.has(name)) || RETIRED.some((name) => known.has(name))) {
    const rest = [...known].filter(
      ([name]) => !(NAMES as readonly string[]).includes(name) && !RETIRED.includes(name),
    );
    const lines = [...Object.entries(secrets), ...rest].map(([name, value]) => `${name}=${value}`);
    writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
  }
  return secrets;
}
