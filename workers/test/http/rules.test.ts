/**
 * Every rule against every writer: whoever makes something passes all of them, whatever route or socket they come by. A route
 * that changes something and is not in this table is a failure: whoever adds one says which rules it is held to, and why not.
 */
import { env } from "cloudflare:workers";
import { SCOPES, type ErrorCode, type Stop } from "@llamasketch/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { livePayer } from "../../src/studios/sketch/live/payer.ts";
import { services } from "../../src/services.ts";
import { createTickets } from "../../src/studios/sketch/live/tickets.ts";
import { jpeg, png } from "../images.ts";
import { JobHost, endAllJobs } from "../jobs/stage.ts";
import { keptPicture } from "../kept-picture.ts";
import { known } from "../ledger/books.ts";
import { call, expectJson, give, newSketchPastDoor, type Call, type Owned } from "../people.ts";
import { SECRETS, VARS } from "../secrets.ts";
import { Wire } from "../wire.ts";
import { everyRoute, type Knock } from "./calls.ts";
import { newKeyOf, newPerson, type Person } from "./cast.ts";
import { expectProblem } from "./problem.ts";
import type { More, Rule, Stage, Writers, Write } from "./writers.ts";
import { BLUR } from "@llamasketch/testing/sample";

const LEWD = "a nude portrait";
const SETTINGS = { prompt: "a quiet pond", strength: 0.5, seed: 7 };
const SIZE = { widthPx: 256, heightPx: 256 };
const LARGE = { widthPx: 2048, heightPx: 1024 };

const form = (about: object, image: Uint8Array<ArrayBuffer>): FormData => {
  const made = new FormData();
  made.set("about", JSON.stringify(about));
  made.set("image", new Blob([image]));
  return made;
};
const settings = ({ prompt }: More) => ({ ...SETTINGS, ...(prompt !== undefined && { prompt }) });

/** Of studios that have their own folder of tests. */
const OF_STUDIOS = Object.values(
  import.meta.glob("../studios/*/writers.ts", { eager: true, import: "WRITERS" }),
) as Writers[];

/** What somebody can have made or kept. */
const WRITERS: Writers = {
  ...(Object.assign({}, ...OF_STUDIOS) as Writers),
  "POST /api/sketches": {
    write: ({ as }, more) => call("POST", "/api/sketches", { ...as, json: { settings: settings(more) } }),
    not: {
      stops: "an empty sketch is no work: what is drawn is kept while the brakes are on",
      keyPlan: "keys of every plan read and change sketches",
      size: "a canvas has one bound for all plans",
    },
  },
  "POST /api/sketches, a branch": {
    write: ({ as, picture }, more) =>
      call("POST", "/api/sketches", { ...as, json: { branchOf: picture, settings: settings(more) } }),
    not: {
      stops: "a copy is no work of a host",
      keyPlan: "keys of every plan read and change sketches",
      size: "as large as what it is a copy of",
    },
  },
  "POST /api/sketches/{id}/duplicate": {
    write: ({ as, sketch }) => call("POST", `/api/sketches/${sketch}/duplicate`, as),
    not: {
      words: "no new ones: those of the sketch passed when they were said",
      stops: "a copy is no work of a host",
      keyPlan: "keys of every plan read and change sketches",
      size: "as large as what it is a copy of",
    },
  },
  "PUT /api/sketches/{id}/pictures": {
    write: ({ as, sketch }, more) =>
      call("PUT", `/api/sketches/${sketch}/pictures`, {
        ...as,
        body: form(
          {
            kind: "live",
            variation: null,
            version: 3,
            quality: "full",
            widthPx: 64,
            heightPx: 64,
            format: "jpeg",
            settings: settings(more),
            pinned: false,
            createdAt: new Date(0).toISOString(),
          },
          jpeg(64, 64),
        ),
      }),
    not: {
      stops: "it was made elsewhere",
      keyPlan: "keys of every plan read and change sketches",
      size: "it was made elsewhere; its bytes have a bound",
    },
  },
  "PUT /api/sketches/{id}/finals": {
    write: ({ as, sketch }, { size = SIZE, ...more }) =>
      call("PUT", `/api/sketches/${sketch}/finals`, {
        ...as,
        body: form(
          { epoch: 1, version: 1, ...size, settings: settings(more) },
          jpeg(size.widthPx, size.heightPx),
        ),
      }),
    not: {},
  },
  "POST /api/v1/generations": {
    write: ({ as }, { prompt = SETTINGS.prompt, size = SIZE }) =>
      call("POST", "/api/v1/generations", { ...as, json: { prompt, model: "painter", ...size } }),
    not: {},
  },
  "POST /api/v1/generations, what it is not to show": {
    write: ({ as }, { prompt = "", size = SIZE }) =>
      call("POST", "/api/v1/generations", {
        ...as,
        json: { prompt: "a pond", negativePrompt: prompt, model: "painter", ...size },
      }),
    not: { words: "what is to be kept out of a picture is no wish" },
  },
  "POST /api/v1/generations/{id}/retry": {
    write: ({ as, generation }) =>
      call("POST", `/api/v1/generations/${generation}/retry`, { ...as, json: {} }),
    not: { words: "those of the first one passed; they pass again", size: "that of the first one" },
  },
  "POST /api/v1/uploads": {
    write: ({ as }) =>
      call("POST", "/api/v1/uploads", {
        ...as,
        body: png(64, 64),
        headers: { ...as.headers, "content-type": "image/png" },
      }),
    not: {
      words: "it has none",
      stops: "it is kept for when work goes on",
      size: "its bytes and pixels have a bound for all plans",
    },
  },
  "PUT /api/sketches/{id}/cover": {
    write: ({ as, sketch }) =>
      call("PUT", `/api/sketches/${sketch}/cover?blur=${encodeURIComponent(BLUR)}`, {
        ...as,
        body: jpeg(64, 64),
        headers: { ...as.headers, "content-type": "image/jpeg" },
      }),
    not: {
      words: "it has none",
      stops: "the page made it",
      keyPlan: "keys of every plan read and change sketches",
      size: "it has a bound of its own",
    },
  },
  "POST /api/sketches/{id}/tickets": {
    write: ({ as, sketch }) => call("POST", `/api/sketches/${sketch}/tickets`, as),
    not: {
      words: "they are said on the socket, whose policy is the same list (R10)",
      keyPlan: "keys of every plan draw",
      size: "frames have a bound for all plans (R6)",
    },
  },
};

/** Routes that make nothing that is drawn or kept for long: what they change is a person's own account, or ends something. */
const OTHERS =
  /^(POST|PATCH|DELETE) \/api\/account|^POST \/api\/admin|^POST \/api\/operator|^POST \/api\/free|^POST \/api\/(v1\/)?quotes|\/finals\/quotes$|\/cancel$|\/restore$|\/archive$|^DELETE |^PATCH \/api\/(sketches|pictures)\/|webhook|^PUT \/api\/agents\//;

let visitor: Owned & { id: string };
let host: JobHost;
beforeAll(async () => {
  host = await JobHost.start();
});
afterAll(endAllJobs);

/** A host is here that could make what is asked for, and makes nothing. */
async function painterIsHere(): Promise<void> {
  host = await JobHost.start();
  host.ask({ free: 0, batch: 0, workflows: ["painter-image-to-image", "painter-text-to-image"] });
}

async function stageOf(owned: Owned, as: Call = { cookie: owned.cookie }): Promise<Stage> {
  await give(owned.cookie, 200);
  const picture = await keptPicture(owned);
  const json = { prompt: "a pond", model: "painter", ...SIZE };
  const { id: generation } = await expectJson<{ id: string }>(
    call("POST", "/api/v1/generations", { cookie: owned.cookie, json }),
    201,
  );
  await call("POST", `/api/v1/generations/${generation}/cancel`, { cookie: owned.cookie });
  return { as, sketch: owned.sketch.id, picture, generation };
}
const ownedBy = async (person: Person): Promise<Owned> => ({
  cookie: person.cookie,
  sketch: await person.jar.newSketch(),
});
const banned = (userId: string, at: number | null) =>
  env.DB.prepare("UPDATE users SET banned_at = ? WHERE id = ?").bind(at, userId).run();
const held = (rule: Rule) =>
  Object.entries(WRITERS)
    .filter(([, { not }]) => not[rule] === undefined)
    .map(([name, { write }]) => ({ name, write }));
const refused = (write: Write, stage: Stage, code: ErrorCode, more: More = {}) =>
  expectProblem(write(stage, more), code);

test("every route that changes something is in the table, or is none that makes anything", async () => {
  const names = Object.keys(WRITERS).map((name) => name.split(",")[0]);
  const writes = (await everyRoute()).filter(({ method }: Knock) => method !== "GET");
  const unknown = writes
    .map(({ method, pattern }) => `${method} ${pattern}`)
    .filter((name) => !names.includes(name) && !OTHERS.test(name));
  expect(unknown).toEqual([]);
});

describe("whoever may", () => {
  test.each(held("owner"))("$name", async ({ write }) => {
    await painterIsHere();
    const stage = await stageOf(await newSketchPastDoor());
    const answer = await write(stage, {});
    expect([200, 201], await answer.clone().text()).toContain(answer.status);
  });
});

describe("whoever was banned, with an account and without", () => {
  test.each(held("banned"))("$name", async ({ write }) => {
    await painterIsHere();
    const owned = await newSketchPastDoor();
    const { user } = await expectJson<{ user: { id: string } }>(call("GET", "/api/me", owned));
    const person = await newPerson();
    for (const [id, stage] of [
      [user.id, await stageOf(owned)],
      [person.userId, await stageOf(await ownedBy(person))],
    ] as const) {
      await banned(id, 1);
      await refused(write, stage, "forbidden");
      await banned(id, null);
    }
  });
});

describe("words that are not to be drawn", () => {
  test.each(held("words"))("$name", async ({ write }) => {
    await painterIsHere();
    const { fields } = await refused(write, await stageOf(await newSketchPastDoor()), "bad_request", {
      prompt: LEWD,
    });
    expect(Object.values(fields ?? {})).toEqual(["prompt_refused"]);
  });
});

describe("the brakes", () => {
  test.each(held("stops"))("$name", async ({ write }) => {
    await painterIsHere();
    const stage = await stageOf(await newSketchPastDoor());
    const stop: Stop = "all_work";
    await known.commit([known.stops.stop(stop, Date.now())]);
    try {
      await refused(write, stage, "unavailable");
    } finally {
      await known.commit([known.stops.resume(stop)]);
    }
  });
});

describe("a size beyond the plan", () => {
  test.each(held("size"))("$name", async ({ write }) => {
    await painterIsHere();
    await refused(write, await stageOf(await newSketchPastDoor()), "bad_request", { size: LARGE });
  });
});

describe("a key of a plan whose keys do not open the media API", () => {
  test.each(held("keyPlan"))("$name", async ({ write }) => {
    await painterIsHere();
    const person = await newPerson();
    const authorization = `Bearer ${await newKeyOf(person, [...SCOPES])}`;
    const stage = await stageOf(await ownedBy(person), { headers: { authorization } });
    try {
      Object.assign(env, { API_ACCESS: "by_plan" });
      await refused(write, stage, "forbidden");
    } finally {
      Object.assign(env, { API_ACCESS: VARS.API_ACCESS });
    }
  });
});

describe("a ban, beside HTTP", () => {
  beforeAll(async () => {
    const owned = await newSketchPastDoor();
    const { user } = await expectJson<{ user: { id: string } }>(call("GET", "/api/me", owned));
    visitor = { ...owned, id: user.id };
    await banned(visitor.id, 1);
  });

  test("the schema refuses what is written for who was banned in that moment", async () => {
    const { id } = visitor;
    const insert = (sql: string) => env.DB.prepare(sql).bind(id).run();
    for (const sql of [
      "INSERT INTO sketches (id, owner_id, title, width_px, height_px, prompt, strength, seed, region, region_epoch, created_at, updated_at, title_words, prompt_words) VALUES ('skt_x', ?, '', 1, 1, '', 0, 0, 'local', 1, 1, 1, '', '')",
      "INSERT INTO uploads (id, owner_id, format, width_px, height_px, bytes, created_at, expires_at) VALUES ('upl_x', ?, 'png', 1, 1, 1, 1, 2)",
    ])
      await expect(insert(sql)).rejects.toThrow("accounts:owner_is_banned");
  });
  test("a ticket that was given before opens nothing, and nobody pays for who draws on", async () => {
    const address = `${visitor.sketch.id}:1`;
    const ticket = await createTickets(SECRETS.TICKET_KEYS.split(",")).forClient(
      visitor.id,
      address,
      Date.now(),
    );
    expect(await Wire.dial(`/api/live/${address}?ticket=${ticket}`)).toMatchObject({ status: 403 });
    const drawer = { userId: visitor.id, freeHolderId: null };
    expect(await livePayer(services(env), drawer, address, Date.now())).toBeNull();
  });
});
