/** How far each host is believed, kept over restarts of the dispatcher; written when it is timed or missed something. */
import { newRecord, standingOf, type HostStanding } from "@llamasketch/scheduling";

type Stored = Record<string, string | number | null> & {
  agent_id: string;
  frame_ms: number | null;
  carried: number;
  jobs_carried: number;
  misses: number;
  missed_at_ms: number;
  rests: number;
  rests_until_ms: number;
};

export class HostStandings {
  readonly #sql: SqlStorage;
  readonly #known = new Map<string, HostStanding>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      `CREATE TABLE IF NOT EXISTS host_standings (agent_id TEXT PRIMARY KEY, frame_ms REAL, carried INTEGER NOT NULL,
       jobs_carried INTEGER NOT NULL, misses REAL NOT NULL, missed_at_ms INTEGER NOT NULL, rests INTEGER NOT NULL,
       rests_until_ms INTEGER NOT NULL) WITHOUT ROWID`,
    );
    sql.exec("CREATE TABLE IF NOT EXISTS revoked_hosts (agent_id TEXT PRIMARY KEY) WITHOUT ROWID");
  }

  of(agentId: string): HostStanding {
    const known = this.#known.get(agentId) ?? this.#read(agentId);
    this.#known.set(agentId, known);
    return known;
  }

  #read(agentId: string): HostStanding {
    const [row] = this.#sql
      .exec<Stored>("SELECT * FROM host_standings WHERE agent_id = ?", agentId)
      .toArray();
    if (!row) return standingOf(newRecord(agentId));
    return standingOf({
      agentId,
      frameMs: row.frame_ms,
      carried: row.carried,
      jobsCarried: row.jobs_carried,
      misses: row.misses,
      missedAtMs: row.missed_at_ms,
      rests: row.rests,
      restsUntilMs: row.rests_until_ms,
    });
  }

  save(standing: HostStanding): void {
    const { agentId, frameMs, carried, jobsCarried, misses, missedAtMs, rests, restsUntilMs } = standing;
    this.#sql.exec(
      "INSERT OR REPLACE INTO host_standings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      agentId,
      frameMs,
      carried,
      jobsCarried,
      misses,
      missedAtMs,
      rests,
      restsUntilMs,
    );
  }

  isRevoked(agentId: string): boolean {
    return this.#sql.exec("SELECT 1 FROM revoked_hosts WHERE agent_id = ?", agentId).toArray().length > 0;
  }

  /** Nothing else of it is kept. */
  revoke(agentId: string): void {
    this.#sql.exec("INSERT OR IGNORE INTO revoked_hosts VALUES (?)", agentId);
    this.#sql.exec("DELETE FROM host_standings WHERE agent_id = ?", agentId);
    this.#known.delete(agentId);
  }
}
