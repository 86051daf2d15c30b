/** `npm test`: everything that must hold, in one command. Ends with the plain line `N passed, M failed`. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { buildWeb } from "./build-web.ts";
import { localSecrets } from "./secrets.ts";
import { root } from "./root.ts";

const bin = (name: string): string => join(root, "node_modules", ".bin", name);
const QUIET = {
  CI: "1",
  WRANGLER_SEND_METRICS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  NO_COLOR: "1",
};
const TSC_PROJECTS = [
  "bench",
  "examples",
  "workers",
  "workers/tsconfig.test.json",
  "gpu-agent",
  "scripts",
  "web",
  "web/service-worker",
  "tsconfig.test.json",
];

let passed = 0;
let failed = 0;

function step(name: string, run: () => string | null): void {
  const startedMs = Date.now();
  const problem = run();
  if (problem === null) passed += 1;
  else failed += 1;
  console.log(
    `${problem === null ? "ok    " : "FAILED"} ${name} (${((Date.now() - startedMs) / 1000).toFixed(1)} s)`,
  );
  if (problem) console.log(problem);
}

/** Null when the command succeeded, else what it printed. */
function command(name: string, args: string[]): string | null {
  const run = spawnSync(bin(name), args, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, ...QUIET },
    maxBuffer: 1 << 28,
  });
  return run.status === 0
    ? null
    : `${run.stdout}\n${run.stderr}`.trim() || `${name} ended with ${run.status ?? run.signal}`;
}

/** The same, beside others. */
async function commandBeside(name: string, args: string[]): Promise<string | null> {
  const run = spawn(bin(name), args, {
    cwd: root,
    env: { ...process.env, ...QUIET },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    run.on("error", reject);
    run.on("close", (code, signal) => resolve(code ?? signal));
  });
  const [out, err, how] = await Promise.all([text(run.stdout), text(run.stderr), ended]);
  return how === 0 ? null : `${out}\n${err}`.trim() || `${name} ended with ${how}`;
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

/** Runs one vitest project and counts its tests; a file that does not even load, or whose setting up fails, counts as one failure. */
async function vitest(project: string): Promise<void> {
  const startedMs = Date.now();
  const file = join(root, ".tmp", `vitest-${project}.json`);
  rmSync(file, { force: true });
  const args = ["run", "--project", project, "--reporter=json", `--outputFile=${file}`];
  const problem = await commandBeside("vitest", args);
  let report: VitestReport;
  try {
    report = JSON.parse(readFileSync(file, "utf8")) as VitestReport;
  } catch {
    failed += 1;
    console.log(`FAILED ${project} tests did not run\n${problem}`);
    return;
  }
  // Its tests may be listed as skipped: what is to be there before them is not.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  );
  const hidden = problem !== null && report.numFailedTests + broken.length === 0 ? 1 : 0;
  passed += report.numPassedTests;
  failed += report.numFailedTests + broken.length + hidden;
  const bad = report.numFailedTests + broken.length + hidden > 0;
  console.log(
    `${bad ? "FAILED" : "ok    "} ${project}: ${report.numPassedTests} tests (${((Date.now() - startedMs) / 1000).toFixed(1)} s)`,
  );
  for (const result of report.testResults) {
    if (broken.includes(result)) console.log(`${result.name}\n${result.message}`);
    for (const test of result.assertionResults) {
      if (test.status === "failed")
        console.log(`${result.name}\n  ${test.fullName}\n${test.failureMessages.join("\n")}`);
    }
  }
  if (hidden) console.log(problem);
}

mkdirSync(join(root, ".tmp"), { recursive: true });
localSecrets(join(root, ".dev.vars"));
step("format", () => command("oxfmt", ["--check", "."]));
step("lint", () => command("oxlint", []));
step("types of the bindings", () => command("wrangler", ["types", "workers/worker-configuration.d.ts"]));
step("types of the packages", () => command("tsc", ["-b"]));
for (const project of TSC_PROJECTS) step(`types of ${project}`, () => command("tsc", ["-p", project]));
step("dead code", () => command("knip", []));
step("web app builds", () => {
  try {
    buildWeb();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
});
// Both wait for timers and processes half of their time. The browser's tests have the machine to themselves.
await Promise.all([vitest("unit"), vitest("workerd")]);
await vitest("browser");

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
