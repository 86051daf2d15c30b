/**
 * `npm run shape`: the shape of the tree in figures, and how many files outside its folders a planted studio touches, which is
 * type-checked, held against the laws and run. `--since COMMIT --studio NAME` counts a real one the same way. Ends with one line of JSON.
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";
import { localSecrets } from "./secrets.ts";
import { countsOf } from "./shape/counts.ts";
import { PLANTED, plant } from "./shape/plant.ts";
import { changedSince, outside } from "./shape/touched.ts";

const BOUNDS = {
  contextBelowRoutes: 0,
  servicesImporters: 5,
  filesOver300: 5,
  queryClients: 1,
  nullableLive: 0,
  arbitrarySizes: 10,
  filesTouchedOutside: 6,
};

const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(name);
  return at === -1 ? undefined : process.argv[at + 1];
};

function run(cwd: string, command: string, args: string[]): void {
  const { status } = spawnSync(join(root, "node_modules/.bin", command), args, { cwd, stdio: "inherit" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed on the planted studio`);
}

/** Files outside its folders that the planted studio touches. Throws when it does not work in the copy. */
function touchedByPlanted(): string[] {
  const copy = join(root, ".tmp", "shape");
  try {
    const touched = plant(root, copy);
    // Types of the bindings are made, not kept: as before the tests, of secrets that are there.
    localSecrets(join(copy, ".dev.vars"));
    run(copy, "wrangler", ["types", "workers/worker-configuration.d.ts"]);
    run(copy, "node", ["scripts/laws.ts", "--map", "--check"]);
    for (const project of ["workers", "workers/tsconfig.test.json", "web"])
      run(copy, "tsc", ["-p", project, "--noEmit"]);
    const tests = [
      `test/studios/${PLANTED}`,
      "test/statements",
      "test/http/rules.test.ts",
      "test/migrations.test.ts",
    ];
    run(copy, "vitest", ["run", "--silent=true", "--project", "unit", "web/build/names.test.ts"]);
    run(join(copy, "workers"), "vitest", ["run", "--silent=true", ...tests]);
    // The map is printed: its author writes the data file alone, but finds the page changed.
    return outside([...touched, "CONTRIBUTING.md"], PLANTED);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const [since, studio] = [option("--since"), option("--studio")];
if ((since === undefined) !== (studio === undefined)) {
  console.error("--since COMMIT and --studio NAME go together.");
  process.exit(1);
}
const touched =
  since !== undefined && studio !== undefined
    ? outside(changedSince(root, since), studio)
    : touchedByPlanted();
for (const path of touched) console.log(`touched: ${path}`);
const figures = { ...countsOf(root), filesTouchedOutside: touched.length };
for (const [name, bound] of Object.entries(BOUNDS))
  if (figures[name as keyof typeof BOUNDS] > bound) {
    console.log(`${name}: at most ${bound}`);
    process.exitCode = 1;
  }
console.log(JSON.stringify(figures));
