export * from "./accounts.ts";
export * from "./amount.ts";
export * from "./causes.ts";
export * from "./check.ts";
export * from "./decide.ts";
export * from "./live-block.ts";
export * from "./refusals.ts";
export * from "./rounding.ts";
export type { SqlStatement, SqlValue } from "./statement.ts";
