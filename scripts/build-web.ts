import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";

const INPUTS = [
  "web",
  "packages/contract/src",
  "packages/live-client/src",
  "packages/media-mark/src",
  "packages/pictures/src",
  "pnpm-lock.yaml",
];
const SKIPPED = new Set(["node_modules", "dist", "e2e"]);

/** Builds the web app into `web/dist`, unless nothing it is made of has changed. */
export function buildWeb(): void {
  const stampFile = join(root, ".tmp", "web-build");
  const origins = [process.env.PUBLIC_ORIGIN ?? "", process.env.API_ORIGIN ?? ""];
  const stamp = [hashOf(INPUTS.map((path) => join(root, path))), ...origins].join(" ");
  const built = existsSync(join(root, "web/dist/index.html")) && existsSync(stampFile);
  if (built && readFileSync(stampFile, "utf8") === stamp) return;
  vite([], {});
  mkdirSync(join(root, ".tmp"), { recursive: true });
  writeFileSync(stampFile, stamp);
}

/** Builds the web app for another origin than the API's into `outDir`. */
export const buildWebFor = (apiOrigin: string, outDir: string): void =>
  vite(["--outDir", outDir, "--emptyOutDir"], { API_ORIGIN: apiOrigin });

function vite(args: readonly string[], env: Readonly<Record<string, string>>): void {
  const run = spawnSync(
    join(root, "node_modules/.bin/node"),
    [join(root, "web/node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn", ...args],
    {
      cwd: join(root, "web"),
      // Whoever builds it, a test too, builds what is shipped.
      env: { ...process.env, ...env, NODE_ENV: "production" },
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
  if (run.status !== 0) throw new Error("The web app did not build.");
}

function hashOf(paths: string[]): string {
  const hash = createHash("sha256");
  const visit = (path: string): void => {
    let names: string[];
    try {
      names = readdirSync(path).toSorted();
    } catch {
      hash.update(path).update(readFileSync(path));
      return;
    }
    for (const name of names) if (!SKIPPED.has(name)) visit(join(path, name));
  };
  for (const path of paths) visit(path);
  return hash.digest("hex");
}
