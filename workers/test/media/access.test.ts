/** Whose keys open the media API, what one is told while nobody can make it, and what is answered to ids that are none. */
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { keyList, type GenerationView } from "@llamasketch/contract";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import worker from "../../src/worker.ts";
import { newKeyOf } from "../http/cast.ts";
import { expectProblem } from "../http/problem.ts";
import { endAllJobs } from "../jobs/stage.ts";
import { balanceOf } from "../ledger/books.ts";
import { call, expectJson, newSketch } from "../people.ts";
import { eventually } from "../wire.ts";
import { Asker, PainterHost, SMALL } from "./stage.ts";

const GENERATIONS = "/api/v1/generations";
const ASKED = { prompt: "a house at dusk", ...SMALL };

let asker: Asker;
beforeAll(async () => {
  asker = await Asker.start(100);
});
afterEach(endAllJobs);

describe("keys, where plans say whose open the media API", () => {
  const strict = async (method: string, path: string, headers: Record<string, string>, json?: object) =>
    worker.fetch(
      new Request(`https://llama.test${path}`, {
        method,
        headers: { ...headers, ...(json && { "content-type": "application/json" }) },
        ...(json && { body: JSON.stringify(json) }),
      }) as Parameters<typeof worker.fetch>[0],
      { ...env, API_ACCESS: "by_plan" } as Parameters<typeof worker.fetch>[1],
      createExecutionContext(),
    );
  const toPlan = (plan: string) =>
    env.DB.prepare("UPDATE users SET plan = ? WHERE id = ?").bind(plan, asker.person.userId).run();

  test.each(["free", "starter"])("those of %s do not, and nothing is queued or held", async (plan) => {
    await toPlan(plan);
    const before = await balanceOf(asker.holderId);
    for (const [method, path, json] of [
      ["POST", GENERATIONS, ASKED],
      ["POST", "/api/v1/quotes", ASKED],
      ["GET", GENERATIONS],
      ["GET", "/api/v1/uploads/upl_01ARZ3NDEKTSV4RRFFQ69G5FAV"],
      ["GET", "/api/v1/webhook-secret"],
    ] as const) {
      const { hint } = await expectProblem(strict(method, path, asker.key, json), "forbidden");
      expect(hint).toContain("Pro");
    }
    expect(await balanceOf(asker.holderId)).toEqual(before);
  });

  test("those of Pro and Unlimited do; browsers and keys for sketches never mind", async () => {
    for (const plan of ["pro", "unlimited"]) {
      await toPlan(plan);
      expect((await strict("GET", GENERATIONS, asker.key)).status).toBe(200);
    }
    await toPlan("free");
    const { cookie } = asker.person;
    expect((await strict("POST", GENERATIONS, { cookie }, ASKED)).status).toBe(201);
    const sketches = { authorization: `Bearer ${await newKeyOf(asker.person, ["sketches:read"])}` };
    expect((await strict("GET", "/api/sketches", sketches)).status).toBe(200);
    const visitor = await newSketch();
    expect((await strict("GET", GENERATIONS, { cookie: visitor.cookie })).status).toBe(200);
    const { mediaApi } = keyList.parse(await (await strict("GET", "/api/account/keys", { cookie })).json());
    expect(mediaApi).toBe(false);
    const open = keyList.parse(await expectJson(call("GET", "/api/account/keys", { cookie })));
    expect(open.mediaApi).toBe(true);
  });
});

describe("while nobody can make it", () => {
  test("quotes, answers and lists say that it waits for a host, until one is here", async () => {
    const quote = (json: object) =>
      expectJson<{ available: boolean }>(asker.post("/api/v1/quotes", json), 201);
    const large = { ...ASKED, model: "large" };
    expect((await quote(large)).available).toBe(false);
    const { id, queue } = await asker.ask(large);
    expect(queue?.waitingFor).toBe("host");
    const host = await PainterHost.start();
    await eventually(
      async () => ((await quote({ ...ASKED, model: "painter" })).available ? true : undefined),
      "the painter is here",
    );
    // Another host than the one it needs changes nothing.
    expect((await asker.look(id)).queue).toEqual({
      ahead: expect.toBeOneOf([0, null]),
      etaMs: null,
      waitingFor: "host",
    });
    host.host.ask({ free: 0, workflows: ["painter-text-to-image"] });
    const waiting = await asker.ask({ ...ASKED, model: "painter" });
    expect(waiting.queue?.waitingFor).toBe("turn");
    const { generations } = await expectJson<{ generations: GenerationView[] }>(
      call("GET", GENERATIONS, { headers: asker.key }),
    );
    const told = new Map(generations.map((one) => [one.id, one.queue?.waitingFor]));
    expect([told.get(id), told.get(waiting.id)]).toEqual(["host", "turn"]);
    host.host.agent.die();
  });
});

test("an id that is none is answered like one that nobody has", async () => {
  for (const [method, pattern, unknown] of [
    ["GET", `${GENERATIONS}/ID`, "job_01ARZ3NDEKTSV4RRFFQ69G5FAV"],
    ["DELETE", `${GENERATIONS}/ID`, "job_01ARZ3NDEKTSV4RRFFQ69G5FAV"],
    ["GET", `${GENERATIONS}/ID/events`, "job_01ARZ3NDEKTSV4RRFFQ69G5FAV"],
    ["POST", `${GENERATIONS}/ID/cancel`, "job_01ARZ3NDEKTSV4RRFFQ69G5FAV"],
    ["GET", "/api/v1/uploads/ID", "upl_01ARZ3NDEKTSV4RRFFQ69G5FAV"],
  ] as const) {
    const answer = (id: string) =>
      expectProblem(call(method, pattern.replace("ID", id), { headers: asker.key }), "not_found");
    const absent = await answer(unknown);
    for (const odd of ["nope", "job_", "%00", `${unknown}x`, "' OR 1=1 --"])
      expect({ ...(await answer(odd)), requestId: "" }).toEqual({ ...absent, requestId: "" });
  }
});
