/** For tests and benches: the books told twice, and seeded runs that compare the two. */
export { runSeed, type LedgerDatabase, type Row, type RunReport } from "./run.ts";
export { Seeded } from "./random.ts";
export * from "./commands.ts";
