/** Figures of the tree's shape, counted in its text. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Counts {
  /** Functions of the Worker below routes and pipeline that are handed Hono's context. */
  contextBelowRoutes: number;
  /** Files that import the composition root. */
  servicesImporters: number;
  /** Files of code, tests left out. */
  filesOver300: number;
  queryClients: number;
  /** Places in the page that ask whether there is a live session at all. */
  nullableLive: number;
  /** Sizes in the page's classes that are no step of the theme. */
  arbitrarySizes: number;
}

const MANY_LINES = 300;
const CODE = /\.(ts|tsx|mjs)$/u;
const isTest = (path: string): boolean => /\.test\.tsx?$|\/(test|e2e)\//u.test(path);

export function countsOf(root: string): Counts {
  const paths = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).trim().split("\n");
  const texts = new Map(
    paths
      .filter((path) => CODE.test(path) && !isTest(path))
      .map((path) => [path, readFileSync(join(root, path), "utf8")]),
  );
  const inFolder = (folder: string): string[] =>
    [...texts].filter(([path]) => path.startsWith(folder)).map(([, text]) => text);
  const count = (list: string[], pattern: RegExp): number =>
    list.reduce((sum, text) => sum + (text.match(pattern)?.length ?? 0), 0);
  const below = [...texts].filter(
    ([path, text]) =>
      path.startsWith("workers/src/") &&
      !path.startsWith("workers/src/http/") &&
      !text.includes("defineRoute("),
  );
  const page = inFolder("web/src/");
  return {
    contextBelowRoutes: count(
      below.map(([, text]) => text),
      /\bContext<App>/gu,
    ),
    servicesImporters: inFolder("workers/src/").filter((text) => /from "[./]*\/services\.ts"/u.test(text))
      .length,
    filesOver300: [...texts.values()].filter((text) => text.split("\n").length - 1 > MANY_LINES).length,
    queryClients: count(page, /new QueryClient\(/gu),
    nullableLive: count(page, /\blive\?\./gu),
    arbitrarySizes: count(page, /-\[-?[\d.]+(px|rem|em)\]/gu),
  };
}
