/** `npm run bench -- NAME`: measures, prints a table, ends with one JSON line. Exit 0 whatever the figures. */
import process from "node:process";

const BENCHES: Record<string, () => Promise<{ run: (args: readonly string[]) => Promise<unknown> }>> = {
  live: () => import("./live/live.ts"),
  soak: () => import("./soak/soak.ts"),
  ledger: () => import("./ledger/ledger.ts"),
  accounts: () => import("./accounts/accounts.ts"),
  web: () => import("./web/web.ts"),
  jobs: () => import("./jobs/jobs.ts"),
  chaos: () => import("./chaos/chaos.ts"),
  mix: () => import("./mix/mix.ts"),
  kills: () => import("./kills/kills.ts"),
  crash: () => import("./crash/crash.ts"),
  crowd: () => import("./crowd/crowd.ts"),
  doors: () => import("./doors/doors.ts"),
  grown: () => import("./grown/grown.ts"),
  photos: () => import("./photos/photos.ts"),
};

const [benchName = "", ...args] = process.argv.slice(2);
const load = BENCHES[benchName];
if (!load) {
  console.error(`npm run bench -- NAME, with NAME one of: ${Object.keys(BENCHES).join(", ")}`);
  process.exit(2);
}
const { run } = await load();
const result = await run(args);
console.log(JSON.stringify(result));
process.exit(0);
