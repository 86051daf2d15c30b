import type { PlacementRow } from "@llamasketch/scheduling";

/** Placements, kept over restarts of the dispatcher; written only when a session is placed or leaves. */
export class PlacementMemory {
  readonly #sql: SqlStorage;
  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      "CREATE TABLE IF NOT EXISTS placements (session TEXT PRIMARY KEY, agent_id TEXT NOT NULL, placement INTEGER NOT NULL) WITHOUT ROWID",
    );
    sql.exec("CREATE TABLE IF NOT EXISTS stopped (one INTEGER PRIMARY KEY)");
  }
  setStopped(stopped: boolean): void {
    if (stopped) this.#sql.exec("INSERT OR IGNORE INTO stopped VALUES (1)");
    else this.#sql.exec("DELETE FROM stopped");
  }
  isStopped(): boolean {
    return this.#sql.exec("SELECT one FROM stopped").toArray().length > 0;
  }
  load(): PlacementRow[] {
    return this.#sql
      .exec<{ session: string; agent_id: string; placement: number }>(
        "SELECT session, agent_id, placement FROM placements",
      )
      .toArray()
      .map(({ session, agent_id, placement }) => ({ session, agentId: agent_id, placement }));
  }
  put({ session, agentId, placement }: PlacementRow): void {
    this.#sql.exec("INSERT OR REPLACE INTO placements VALUES (?, ?, ?)", session, agentId, placement);
  }
  delete(session: string): void {
    this.#sql.exec("DELETE FROM placements WHERE session = ?", session);
  }
}
