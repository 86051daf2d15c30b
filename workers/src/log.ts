/** One JSON line per event: ids and numbers only, never prompts, addresses, tokens or bodies. */
export function log(
  level: "info" | "warn" | "error",
  event: string,
  fields: Record<string, string | number | boolean | null>,
  error?: unknown,
): void {
  const cause =
    error instanceof Error ? { error: error.name, at: error.stack?.split("\n")[1]?.trim() ?? "" } : {};
  console[level](JSON.stringify({ level, event, ...fields, ...cause }));
}
