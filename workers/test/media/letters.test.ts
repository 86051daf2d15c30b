/** L48: mail when ready. One letter for each job that was to be told of, to a confirmed address, and never a second. */
import type { GenerationView } from "@llamasketch/contract";
import { afterEach, beforeAll, expect, test } from "vitest";
import { mailEnd } from "../../src/notify/mail-end.ts";
import { newPerson, type Person } from "../http/cast.ts";
import { expectProblem } from "../http/problem.ts";
import { lettersTo } from "../jar.ts";
import { JobHost, becomes, endAllJobs } from "../jobs/stage.ts";
import { known } from "../ledger/books.ts";
import { call, expectJson, give, newSketch } from "../people.ts";
import { openOfKind } from "../outbox.ts";

const ASKED = { prompt: "a house at dusk", widthPx: 256, heightPx: 256, model: "painter", mail: true };

let person: Person;
beforeAll(async () => {
  person = await newPerson();
  await give(person.cookie, 1000);
});
afterEach(endAllJobs);

const generate = (more: object = {}, { cookie } = person): Promise<Response> =>
  call("POST", "/api/v1/generations", { json: { ...ASKED, ...more }, cookie });
const asked = async (more: object = {}): Promise<string> =>
  (await expectJson<GenerationView>(generate(more), 201)).id;
const lettersOf = async (id: string) =>
  (await lettersTo(person.email)).filter(({ text }) => text.includes(id));
/** What the outbox holds of it. */
const entriesOf = async (id: string) =>
  (await openOfKind("mail_end")).filter(({ subject }) => subject === id);

async function made(more: object = {}): Promise<string> {
  const host = await JobHost.start();
  host.ask();
  const id = await asked(more);
  await host.finish(await host.offered());
  host.agent.die();
  return id;
}

test("a success is told once, with the way to it, however often the outbox says so", async () => {
  const id = await made();
  expect((await known.outbox.open(`letter:${id}`)) !== undefined || (await lettersOf(id)).length === 1).toBe(
    true,
  );
  const said = await Promise.all([1, 2, 3].map(() => mailEnd(known, id, Date.now())));
  expect(said.every((outcome) => outcome === "done" || outcome === "later")).toBe(true);
  expect(await mailEnd(known, id, Date.now())).toBe("done");
  const letters = await lettersOf(id);
  expect(letters.map(({ subject }) => subject)).toEqual(["Your picture is ready"]);
  expect(letters[0]?.text).toContain(`/generate?job=${id}`);
  expect(letters[0]?.text).toContain(ASKED.prompt);
});

test("a failure is told with its reason; what is cancelled, or was not to be told of, is not", async () => {
  const host = await JobHost.start();
  host.ask();
  const failed = await asked();
  for (let run = 1; run <= 2; run++) {
    const offer = await host.offered();
    host.say({ type: "job_failed", job: offer.job, attempt: offer.attempt, reason: "refused" });
    await host.told("job_settled");
    host.ask();
    await known.dispatcher("local").sweepJobs();
  }
  await becomes(failed, "failed");
  host.agent.die();
  await mailEnd(known, failed, Date.now());
  const [letter] = await lettersOf(failed);
  expect(letter?.subject).toBe("Your picture could not be made");
  expect(letter?.text).toContain("would not take");
  expect(letter?.text).toContain("Nothing was charged");

  const cancelled = await asked();
  await expectJson(
    call("POST", `/api/v1/generations/${cancelled}/cancel`, { json: {}, cookie: person.cookie }),
  );
  const quiet = await made({ mail: false });
  for (const id of [cancelled, quiet]) {
    expect(await entriesOf(id)).toEqual([]);
    expect(await mailEnd(known, id, Date.now())).toBe("done");
    expect(await lettersOf(id)).toEqual([]);
  }
});

test("a letter that could not be sent is tried again, and is still one; after a day it is no news", async () => {
  const id = await made();
  const sent: string[] = [];
  let isDown = true;
  const send = (letter: { subject: string }): Promise<void> => {
    if (isDown) return Promise.reject(new Error("no mail today"));
    sent.push(letter.subject);
    return Promise.resolve();
  };
  const services = { ...known, mailer: { send } };
  const before = (await lettersOf(id)).length;
  if (before === 0) {
    await expect(mailEnd(services, id, Date.now())).rejects.toThrow("no mail today");
    isDown = false;
    expect(await mailEnd(services, id, Date.now())).toBe("done");
  }
  expect(sent.length + before).toBe(1);
  expect(await mailEnd(services, id, Date.now())).toBe("done");
  expect(sent.length + before).toBe(1);
  const late = await made();
  isDown = true;
  expect(await mailEnd(services, late, Date.now() + 25 * 3_600_000)).toBe("done");
});

test("whoever has no confirmed address is told so, in that field, and nothing is held", async () => {
  const { cookie } = await newSketch();
  await give(cookie, 10);
  const answer = await generate({}, { ...person, cookie });
  const { error } = await answer.clone().json<{ error: { fields: Record<string, string> } }>();
  await expectProblem(Promise.resolve(answer), "bad_request");
  expect(Object.keys(error.fields)).toEqual(["mail"]);
  expect((await expectJson<{ held: number }>(call("GET", "/api/credits", { cookie }))).held).toBe(0);
});
