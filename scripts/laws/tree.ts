/** The files that the laws are about, each with what it imports. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { importsOf, parse, type Import } from "./imports.ts";
import { resolver, type Resolve, type Target } from "./resolve.ts";

export interface Edge extends Import {
  /** Null when the import is worked out at run time. */
  target: Target | null;
}

export interface SourceFile {
  /** Relative to the root, with `/`. */
  path: string;
  code: string;
  edges: Edge[];
}

const SOURCE = /\.[cm]?[jt]sx?$/u;
/** Not written by hand: dependencies, and what was built. */
const PASSED_OVER = new Set(["node_modules", "dist", "worker-configuration.d.ts"]);

/** Paths of all source files under `root`, relative to it. */
export function sourcePaths(root: string, folder = ""): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith(".") || PASSED_OVER.has(entry.name)) return [];
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sourcePaths(root, path);
    return SOURCE.test(entry.name) ? [path] : [];
  });
}

export function readSource(path: string, code: string, resolve: Resolve): SourceFile {
  const edges = importsOf(path, code, parse(path, code)).map((found) => ({
    ...found,
    target: found.specifier === null ? null : resolve(path, found.specifier),
  }));
  return { path, code, edges };
}

export function readTree(root: string, resolve: Resolve = resolver(root)): SourceFile[] {
  return sourcePaths(root).map((path) => readSource(path, readFileSync(join(root, path), "utf8"), resolve));
}
