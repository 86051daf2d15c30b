import type { GenerationView } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { ApiFailure } from "../../../api/api-failure.ts";
import type { Asked } from "../../../api/generations.ts";
import { Submitter } from "./submitter.ts";

const ASKED: Asked = { prompt: "a pond" };
const lost = new ApiFailure({ status: 0, code: "unreachable", message: "" });
const refused = new ApiFailure({ status: 409, code: "conflict", message: "" });

/** A server that makes one job for each key, and answers as it is told to. */
function server(...answers: ("made" | ApiFailure)[]) {
  const jobs = new Map<string, Asked>();
  let keys = 0;
  const submitter = new Submitter({
    send: (asked, key) => {
      const known = jobs.get(key);
      expect(known ?? asked).toEqual(asked);
      const answer = answers.shift() ?? "made";
      if (answer !== refused) jobs.set(key, asked);
      return answer === "made" ? Promise.resolve({ id: key } as GenerationView) : Promise.reject(answer);
    },
    newKey: () => `key-${(keys += 1)}`,
    wait: () => Promise.resolve(),
  });
  return { submitter, jobs };
}

test("a double press and lost answers make one job", async () => {
  const { submitter, jobs } = server(lost, lost);
  const [first, second] = await Promise.all([submitter.submit(ASKED, "q1"), submitter.submit(ASKED, "q1")]);
  expect(first.id).toBe(second.id);
  expect(jobs.size).toBe(1);
});

test("after an answer that never came, pressing again is the same order, though the price was asked anew", async () => {
  const { submitter, jobs } = server(lost, lost, lost);
  await expect(submitter.submit(ASKED, "q1")).rejects.toBe(lost);
  await submitter.submit(ASKED, "q2");
  expect([...jobs.values()]).toEqual([{ ...ASKED, quote: "q1" }]);
});

test("what was refused, what was made, and other words are orders of their own", async () => {
  const { submitter, jobs } = server(refused, "made", "made", lost, lost, lost);
  await expect(submitter.submit(ASKED, "q1")).rejects.toBe(refused);
  await submitter.submit(ASKED, "q2");
  await submitter.submit(ASKED, "q3");
  await expect(submitter.submit(ASKED, "q4")).rejects.toBe(lost);
  await submitter.submit({ prompt: "a house" }, "q5");
  expect([...jobs.keys()]).toEqual(["key-2", "key-3", "key-4", "key-5"]);
});
