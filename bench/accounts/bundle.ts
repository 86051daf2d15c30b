import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "../../scripts/root.ts";

/** The Worker as it would be deployed, minified: its scripts and compiled parts together. */
export function bundleKb(): { minifiedKb: number; gzipKb: number } {
  const folder = join(root, ".tmp", `bench-bundle-${process.pid}`);
  const run = spawnSync(
    join(root, "node_modules/.bin/wrangler"),
    ["deploy", "--dry-run", "--minify", "--outdir", folder, "--config", join(root, "wrangler.toml")],
    { cwd: root, env: { ...process.env, CI: "1", WRANGLER_SEND_METRICS: "false" }, encoding: "utf8" },
  );
  if (run.status !== 0) throw new Error(`the Worker could not be bundled: ${run.stderr}`);
  const scripts = readdirSync(folder)
    .filter((name) => /\.(js|wasm)$/.test(name))
    .map((name) => readFileSync(join(folder, name)));
  rmSync(folder, { recursive: true, force: true });
  const kb = (bytes: number): number => Math.round(bytes / 102.4) / 10;
  return {
    minifiedKb: kb(scripts.reduce((sum, script) => sum + script.length, 0)),
    gzipKb: kb(scripts.reduce((sum, script) => sum + gzipSync(script, { level: 9 }).length, 0)),
  };
}
