/** Whoever had stored something before there was a number has the right one from the first moment on. */
import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { emptied } from "../spare-database.ts";

const db = env.SPARE_DB;

test("pictures, strokes, results with their marked copies, and uploads, by owner", async () => {
  await emptied(db);
  const migration = env.TEST_MIGRATIONS.findIndex(({ name }) => name.endsWith("_storage.sql"));
  await applyD1Migrations(db, env.TEST_MIGRATIONS.slice(0, migration));
  const sketch = (id: string, owner: string) =>
    db.exec(
      `INSERT INTO sketches (id, owner_id, title, width_px, height_px, prompt, strength, seed, region, region_epoch, created_at, updated_at) VALUES ('${id}', '${owner}', 'A', 1, 1, '', 0.5, 7, 'local', 1, 1, 1)`,
    );
  for (const id of ["usr_1", "usr_2", "usr_3"])
    await db.exec(`INSERT INTO users (id, kind, created_at) VALUES ('${id}', 'anonymous', 1)`);
  for (const [id, owner] of [
    ["skt_1", "usr_1"],
    ["skt_2", "usr_1"],
    ["skt_3", "usr_2"],
  ] as const) {
    await sketch(id, owner);
    for (const version of [1, 2])
      await db.exec(
        `INSERT INTO pictures (sketch_id, epoch, version, kind, variation, seq, quality, width_px, height_px, format, bytes, prompt, strength, seed, object_key, created_at) VALUES ('${id}', 1, ${version}, 'live', 0, 1, 'full', 64, 64, 'png', 100, '', 0.5, 7, 'sketches/${id}/pictures/${version}', 1)`,
      );
    await db.exec(
      `INSERT INTO stroke_sheets (sketch_id, from_index, epoch, base_id, created_at, pieces) VALUES ('${id}', 0, 1, 0, 1, '[[1,10,1,"strokes/1"]]')`,
    );
  }
  await db.exec(
    "INSERT INTO jobs (id, owner_id, kind, region, state, deadline, class, priority, workflow, concurrency, expect_ms, inputs, request, outputs, payer_id, units, created_at, ended_at) VALUES ('job_1', 'usr_2', 'generation', 'local', 'succeeded', 1, 'batch', 1, 'w', 1, 1, '{}', '{}', 1, 'h', 1, 1, 1)",
  );
  await db.exec(
    "INSERT INTO job_results (job_id, position, attempt, object_key, etag, bytes, format, width_px, height_px, marked_bytes) VALUES ('job_1', 0, 1, 'jobs/job_1/1/0', 'e', 1000, 'png', 64, 64, 500)",
  );
  await db.exec("INSERT INTO uploads VALUES ('upl_1', 'usr_2', 'png', 64, 64, 7, 1, 2)");
  await applyD1Migrations(db, env.TEST_MIGRATIONS);
  const { results } = await db
    .prepare("SELECT user_id, bytes, reserved FROM storage_use ORDER BY user_id")
    .all();
  expect(results).toEqual([
    { user_id: "usr_1", bytes: 420, reserved: 0 },
    { user_id: "usr_2", bytes: 210 + 1507, reserved: 0 },
  ]);
});
