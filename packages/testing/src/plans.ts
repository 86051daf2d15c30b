/** How SQLite would find what a statement asks for: whether it walks through a table that grows, or sorts what has no bound. */

export interface PlanLine {
  detail: string;
}

/** Tables that stay small however long the product lives; every other one grows. */
const SMALL: Readonly<Record<string, string>> = {
  stops: "a row for each brake that is pulled, two at most",
  walks: "a row for each job that walks",
  figures: "a row for each figure",
  sweep_runs: "a row for each sweep of the cron",
  free_salts: "a row a day; those of days gone are dropped",
  sqlite_master: "the schema",
  sqlite_schema: "the schema",
  d1_migrations: "a row for each migration",
};

/** `name` as a plan names it: a table, or what the statement calls one. */
function growingTable(name: string, sql: string, tables: readonly string[]): string | null {
  const isGrowing = (table: string): boolean => tables.includes(table) && !(table in SMALL);
  if (tables.includes(name)) return isGrowing(name) ? name : null;
  const called = new RegExp(`(?<![.\\w])"?(\\w+)"?\\s+(?:AS\\s+)?"?${name}"?(?![\\w(.])`, "gi");
  for (const [, table = ""] of sql.matchAll(called)) if (isGrowing(table)) return table;
  return null;
}

const SCAN = /^SCAN "?(\w+)"?(?! CONSTANT| VIRTUAL)/;
const AUTOMATIC = /^SEARCH "?(\w+)"? USING AUTOMATIC/;
const RANGE_ALONE = /^SEARCH "?(\w+)"? USING [^(]*\(([^=)]*)\)/;

/** Walks through all of a table that grows, or of an index of it. */
export const scansOf = (sql: string, plan: readonly PlanLine[], tables: readonly string[]): string[] =>
  plan.flatMap(({ detail }) => {
    const [, name] = SCAN.exec(detail) ?? AUTOMATIC.exec(detail) ?? [];
    const table = name === undefined ? null : growingTable(name, sql, tables);
    return table === null ? [] : [detail.replace(name ?? "", table)];
  });

/** Sorts, and ranges that are open at one end without a limit: each has a bound that only a person can tell. */
export const unboundedOf = (sql: string, plan: readonly PlanLine[], tables: readonly string[]): string[] =>
  plan.flatMap(({ detail }) => {
    // Sorting what is alike so far ends with the limit.
    if (detail.startsWith("USE TEMP B-TREE")) return detail.includes(" LAST ") ? [] : [detail];
    const [, name = "", range = ""] = RANGE_ALONE.exec(detail) ?? [];
    const isOpen = range !== "" && !(range.includes(">") && range.includes("<"));
    return isOpen && !/\bLIMIT\b/i.test(sql) && growingTable(name, sql, tables) !== null ? [detail] : [];
  });

/**
 * What of a statement is planned: of an INSERT what it selects. Who is put into a table is looked for among those who refer to it;
 * SQLite plans that, and leaves it out unless some row refers to what is not there, which no statement leaves behind it.
 */
export function plannedOf(sql: string): string | null {
  const [into] = /^\s*INSERT\s+(?:OR\s+\w+\s+)?INTO\s+"?\w+"?\s*(?:\([^)]*\))?\s*/i.exec(sql) ?? [];
  if (into === undefined) return sql;
  const rest = sql.slice(into.length).replace(/\bON CONFLICT\b[\s\S]*$|\breturning\b[\s\S]*$/i, "");
  return /^(?:SELECT|WITH)\b/i.test(rest) ? rest : null;
}

/** As many values as a statement has holes. */
export const holesIn = (sql: string): number =>
  (sql.replaceAll(/'(?:[^']|'')*'|"[^"]*"|--[^\n]*/g, "").match(/\?/g) ?? []).length;

export interface Rule {
  name: string;
  sql: string;
}

/** The statements of a trigger, each as it could be asked alone: plans do not tell of what a trigger does. */
export function statementsOfRule({ name, sql }: Rule): Rule[] {
  const begin = /\bBEGIN\b/i.exec(sql);
  if (!begin) return [];
  const head = sql.slice(0, begin.index);
  const body = sql.slice(begin.index + "BEGIN".length, sql.search(/\bEND\s*;?\s*$/i));
  const [, when] = /\bWHEN\b([\s\S]*)$/i.exec(head) ?? [];
  const parts = body
    .replaceAll(/--[^\n]*/g, "")
    .split(/;(?=(?:[^']*'[^']*')*[^']*$)/)
    .map((part) => part.trim());
  return [...(when ? [`SELECT 1 WHERE ${when}`] : []), ...parts.filter((part) => part !== "")].map(
    (part) => ({
      name,
      sql: part.replaceAll(/\b(?:NEW|OLD)\.\w+/g, "?").replaceAll(/\bRAISE\s*\((?:[^()']|'[^']*')*\)/gi, "1"),
    }),
  );
}
