/** A desk that cannot read what became of a job asks again: it would wait unknown to anybody. */
import type { JobToAgent } from "@llamasketch/contract";
import { newRecord, standingOf } from "@llamasketch/scheduling";
import { afterEach, expect, test } from "vitest";
import { JobDesk } from "../../src/dispatch/job-desk.ts";
import { settleRun } from "../../src/jobs/settle-job.ts";
import { known } from "../ledger/books.ts";
import { eventually } from "../wire.ts";
import { WORKFLOW, admit, endAllJobs, newPayer } from "./stage.ts";

const HOST = "agt_01ARZ3NDEKTSV4RRFFQ69G5FAV";

afterEach(endAllJobs);

test("a job whose row cannot be read when it was begun elsewhere is found again once it can", async () => {
  const { id } = await admit(await newPayer(5));
  const brief = await known.jobs.briefOf(id);
  if (!brief) throw new Error("it was not admitted");
  let reads = 0;
  let isAway = false;
  const briefOf = async (job: string): ReturnType<typeof known.jobs.briefOf> => {
    reads += 1;
    if (isAway) throw new Error("the database is away");
    return known.jobs.briefOf(job);
  };
  const said: JobToAgent[] = [];
  const wakes: number[] = [];
  const standing = standingOf(newRecord(HOST));
  const unjudged = {
    standingOf: () => standing,
    save: () => undefined,
    missed: () => undefined,
    isDrawnOn: () => false,
  };
  const desk = new JobDesk(
    { ...known, jobs: { ...known.jobs, briefOf } },
    { send: (_agent, message) => said.push(message), wakeAt: (atMs) => wakes.push(atMs), ...unjudged },
  );
  await desk.enqueue(brief);
  // Another life of this object began it and gave it back.
  const holder = "another";
  await known.commit([known.jobs.begin(id, { holder, attempt: 0, nowMs: Date.now() })]);
  await settleRun(known, { job: id, attempt: 1, holder }, { kind: "returned" }, Date.now());
  isAway = true;
  desk.connected(HOST);
  const ask = { free: 1, batch: 0, workflows: [WORKFLOW], loaded: null, holding: [], heard: 0 };
  await desk.onMessage(HOST, { type: "job_ask", ...ask });
  await eventually(() => reads === 1, "its row is asked for");
  await eventually(() => wakes.length > 0, "it wants to be woken");
  expect(desk.standing(id)).toBeNull();

  await desk.tick();
  expect([reads, desk.standing(id)]).toEqual([2, null]);
  isAway = false;
  await desk.tick();
  await eventually(() => said.length > 0, "it is offered");
  expect(said).toMatchObject([{ type: "job_offer", job: id, attempt: 2 }]);
});
