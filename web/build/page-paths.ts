/** Addresses of the page, as the Worker's features say them. */
import { readFileSync, globSync } from "node:fs";
import { join } from "node:path";

const FEATURES = join(import.meta.dirname, "../../workers/src/**/feature.ts");

export function pagePaths(): string[] {
  return globSync(FEATURES).flatMap((file) => {
    const [, list = ""] = /\n {2}pages: \[([^\]]*)\]/.exec(readFileSync(file, "utf8")) ?? [];
    return [...list.matchAll(/"([^"]+)"/g)].map(([, path = ""]) => path);
  });
}
