// Runs on any Node >= 20 with nothing installed: installs what the lockfile pins, once, then runs the
// given TypeScript file on the project's own Node. Only Node built-ins may be used here.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PNPM = "pnpm@12.21.0";
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const stampFile = join(root, "node_modules", ".llamasketch-stamp");
const pinnedNode = join(root, "node_modules", ".bin", "node");

const [major] = process.versions.node.split(".");
if (Number(major) < 20) {
  console.error(`LlamaSketch needs Node 20 or newer; this is ${process.version}. See https://nodejs.org/`);
  process.exit(1);
}

const stamp = createHash("sha256")
  .update(readFileSync(join(root, "pnpm-lock.yaml")))
  .update(readFileSync(join(root, "pnpm-workspace.yaml")))
  .update(process.platform + process.arch)
  .digest("hex");
const installed =
  existsSync(stampFile) && existsSync(pinnedNode) && readFileSync(stampFile, "utf8") === stamp;

if (!installed) {
  console.log("Installing what the lockfile pins (about half a minute the first time)…");
  const install = spawnSync(
    "npx",
    ["--yes", PNPM, "install", "--frozen-lockfile", "--prefer-offline", "--reporter=append-only"],
    {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
      env: { ...process.env, CI: "1" },
    },
  );
  if (install.status !== 0) {
    console.error(
      "The install did not finish. Check the network and run the same command again; nothing half-installed is used.",
    );
    process.exit(install.status ?? 1);
  }
  writeFileSync(stampFile, stamp);
}

const [script, ...args] = process.argv.slice(2);
if (!script) process.exit(0);
const child = spawn(pinnedNode, ["--disable-warning=ExperimentalWarning", join(root, script), ...args], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PATH: `${join(root, "node_modules", ".bin")}:${process.env.PATH ?? ""}` },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  // A terminal sends Ctrl-C to the whole group; a plain kill reaches only this process. The child ignores the second of two.
  process.on(signal, () => child.kill(signal));
}
child.on("exit", (code, signal) =>
  process.exit(code ?? 128 + (constants.signals[signal ?? "SIGTERM"] ?? 15)),
);
