/** One SQL statement as plain data; the Worker's store makes it the database's own. */
export interface SqlStatement {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}
export type SqlValue = string | number | null;

export interface OperationRow {
  id: string;
  kind: string;
  holder_id: string;
  asset: string;
  amount: number;
  hold_id?: string;
  from_holder_id?: string;
  bucket_expires_at?: number | null;
  quote_id?: string | null;
  reference?: string | null;
  at: number;
  expires_at?: number;
}

/** The one way in: the rules of the schema write the transfers. `unless`: a condition under which nothing is written. */
export function insertOperation(row: OperationRow, unless?: SqlStatement): SqlStatement {
  if ((row.amount === 0) !== (row.kind === "release")) throw new RangeError(`a ${row.kind} of ${row.amount}`);
  const given = Object.entries(row).filter((entry): entry is [string, string | number] => entry[1] != null);
  const columns = given.map(([name]) => name).join(", ");
  const values = given.map(([, value]) => value);
  const holes = values.map(() => "?").join(", ");
  const into = `INSERT INTO ledger_operations (${columns})`;
  return unless
    ? { sql: `${into} SELECT ${holes} WHERE NOT (${unless.sql})`, params: [...values, ...unless.params] }
    : { sql: `${into} VALUES (${holes})`, params: values };
}

/** The condition that something was said under this id already. */
export const operationKnown = (id: string): SqlStatement => ({
  sql: "EXISTS (SELECT 1 FROM ledger_operations WHERE id = ?)",
  params: [id],
});
