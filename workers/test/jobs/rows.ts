/** A run's row is taken only of a job that its holder has. */
export const JOB_ROWS: Record<string, (db: D1Database, n: number) => Promise<void>> = {
  job_runs: async (db, n) => {
    const job = await db
      .prepare("SELECT id, attempt, holder FROM jobs WHERE state = 'running' LIMIT 1 OFFSET ?")
      .bind(n % 3)
      .first<{ id: string; attempt: number; holder: string }>();
    await db
      .prepare(
        "INSERT INTO job_runs (job_id, attempt, holder, outcome, ended_at) VALUES (?, ?, ?, 'done', ?)",
      )
      .bind(job?.id ?? "", job?.attempt ?? 0, job?.holder ?? "", n)
      .run();
  },
};
