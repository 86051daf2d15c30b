/** A database that has nothing and remembers every statement it was given. */
export function recordingD1(note: (sql: string) => void): D1Database {
  const meta = { changes: 0, rows_written: 0, rows_read: 0 };
  const result = () => ({ success: true, results: [], meta });
  const statement = {
    bind: () => statement,
    all: async () => result(),
    run: async () => result(),
    raw: async () => [],
    first: async () => null,
  };
  return {
    prepare(sql: string) {
      note(sql);
      return statement;
    },
    batch: async (statements: unknown[]) => statements.map(result),
  } as unknown as D1Database;
}
