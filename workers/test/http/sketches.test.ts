/** The HTTP API as an owner meets it. */
import {
  openedSketchView,
  pictureList,
  sketchList,
  sketchView,
  ticketView,
  type SketchView,
} from "@llamasketch/contract";
import { describe, expect, test } from "vitest";
import { keptPicture } from "../kept-picture.ts";
import { call, expectJson, newSketch, statsOf } from "../people.ts";
import { expectProblem } from "./problem.ts";

describe("a person", () => {
  test("is nobody until a sketch is made, and then an anonymous user with a signed cookie", async () => {
    expect(await expectJson(call("GET", "/api/me"))).toEqual({ user: null });
    expect(await expectJson(call("GET", "/api/sketches"))).toEqual({ sketches: [], nextCursor: null });
    const made = await call("POST", "/api/sketches", { json: {} });
    const cookie = made.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^ls_user=usr_[0-9A-Z]{26}\..+HttpOnly/);
    expect(cookie).toContain("SameSite=Lax");
    expect(cookie).toContain("Secure");
    const me = await expectJson<{ user: { id: string; anonymous: boolean } }>(
      call("GET", "/api/me", { cookie: cookie.split(";")[0] ?? "" }),
    );
    expect(me.user).toMatchObject({ id: cookie.slice(8, 38), anonymous: true });
  });

  test("stays the same person for the next sketch", async () => {
    const { cookie } = await newSketch();
    const again = await call("POST", "/api/sketches", { json: {}, cookie });
    expect(again.status).toBe(201);
    expect(again.headers.get("set-cookie")).toBeNull();
    expect(
      (await expectJson<{ sketches: unknown[] }>(call("GET", "/api/sketches", { cookie }))).sketches,
    ).toHaveLength(2);
  });

  test("with a cookie of an unknown key is a new person, not an error", async () => {
    const forged = "ls_user=usr_01ARZ3NDEKTSV4RRFFQ69G5FAV.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D";
    expect(await expectJson(call("GET", "/api/me", { cookie: forged }))).toEqual({ user: null });
    const made = await call("POST", "/api/sketches", { json: {}, cookie: forged });
    expect(made.status).toBe(201);
    expect(made.headers.get("set-cookie")).toMatch(/^ls_user=/);
  });

  test("on plain http gets a cookie that http sends back", async () => {
    const { exports } = await import("cloudflare:workers");
    const made = await exports.default.fetch("http://localhost:8787/api/sketches", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: "http://localhost:8787",
        host: "localhost:8787",
      },
      body: "{}",
    });
    expect(made.status).toBe(201);
    expect(made.headers.get("set-cookie")).not.toContain("Secure");
  });
});

describe("a sketch", () => {
  test("is created with what was asked and defaults for the rest", async () => {
    const { sketch } = await newSketch();
    expect(sketchView.strict().parse(sketch)).toMatchObject({
      title: "Untitled",
      widthPx: 1024,
      heightPx: 1024,
      chunks: 0,
      lastPicture: null,
      settings: { prompt: "", strength: 0.6 },
    });
    const settings = { prompt: "a hill", strength: 0.25, seed: 11 };
    const { sketch: own } = await newSketch({ title: "  Hill ", widthPx: 768, heightPx: 512, settings });
    expect(own).toMatchObject({ title: "Hill", widthPx: 768, heightPx: 512, settings });
  });

  test.each([
    [{ widthPx: 255 }, "widthPx"],
    [{ heightPx: 1025 }, "heightPx"],
    [{ widthPx: 512.5 }, "widthPx"],
    [{ settings: { strength: 1.5 } }, "settings.strength"],
    [{ settings: { seed: -1 } }, "settings.seed"],
    [{ settings: { prompt: "x".repeat(2001) } }, "settings.prompt"],
  ])("refuses %j by the field's name", async (json, field) => {
    const { fields } = await expectProblem(call("POST", "/api/sketches", { json }), "bad_request");
    expect(Object.keys(fields ?? {})).toEqual([field]);
  });

  test("is read, renamed and listed by its owner", async () => {
    const { cookie, sketch } = await newSketch({ title: "First" });
    const path = `/api/sketches/${sketch.id}`;
    expect(openedSketchView.strict().parse(await expectJson(call("GET", path, { cookie })))).toMatchObject({
      id: sketch.id,
      current: true,
    });
    const renamed = await expectJson<SketchView>(
      call("PATCH", path, { cookie, json: { title: " Second " } }),
    );
    expect(sketchView.strict().parse(renamed).title).toBe("Second");
    expect((await expectJson<SketchView>(call("GET", path, { cookie }))).title).toBe("Second");
    const { sketches, nextCursor } = sketchList.parse(
      await expectJson(call("GET", "/api/sketches", { cookie })),
    );
    expect(sketches.map(({ title }) => title)).toEqual(["Second"]);
    expect(nextCursor).toBeNull();
  });

  test("stands in a list of pages, newest first, none twice and none lost", async () => {
    const { cookie, sketch } = await newSketch({ title: "0" });
    const ids = [sketch.id];
    for (let n = 1; n < 30; n++) ids.push((await newSketch({ title: String(n) }, cookie)).sketch.id);
    const seen: string[] = [];
    let cursor: string | null = "";
    let pages = 0;
    while (cursor !== null) {
      const path: string = cursor ? `/api/sketches?cursor=${cursor}` : "/api/sketches";
      const page = sketchList.parse(await expectJson(call("GET", path, { cookie })));
      seen.push(...page.sketches.map(({ id }) => id));
      cursor = page.nextCursor;
      pages += 1;
    }
    expect(pages).toBe(2);
    expect(seen).toEqual(ids.toSorted().toReversed());
    await expectProblem(call("GET", "/api/sketches?cursor=nonsense", { cookie }), "bad_request");
  });

  test("has a ticket, an empty log, no pictures and figures of its live session", async () => {
    const owned = await newSketch();
    const { cookie, sketch } = owned;
    const ticket = ticketView
      .strict()
      .parse(await expectJson(call("POST", `/api/sketches/${sketch.id}/tickets`, { cookie }), 201));
    expect(ticket.path).toBe(`/api/live/${sketch.id}:1`);
    expect(Date.parse(ticket.expiresAt)).toBeGreaterThan(Date.now());
    const strokes = await call("GET", `/api/sketches/${sketch.id}/strokes`, { cookie });
    expect(strokes.status).toBe(200);
    expect((await strokes.arrayBuffer()).byteLength).toBe(0);
    expect(strokes.headers.get("x-chunks")).toBe("0");
    expect(await expectJson(call("GET", `/api/sketches/${sketch.id}/pictures`, { cookie }))).toEqual({
      pictures: [],
      nextCursor: null,
    });
    expect(await statsOf(owned)).toMatchObject({ clients: 0, frames: 0, attached: false });
  });

  test("is gone everywhere once deleted, and deleting it again finds nothing", async () => {
    const { cookie, sketch } = await newSketch();
    const path = `/api/sketches/${sketch.id}`;
    const gone = await call("DELETE", path, { cookie });
    expect(gone.status).toBe(204);
    expect(await gone.text()).toBe("");
    for (const [method, more] of [
      ["GET", ""],
      ["DELETE", ""],
      ["GET", "/strokes"],
      ["POST", "/tickets"],
      ["GET", "/live"],
    ]) {
      await expectProblem(call(method ?? "", path + more, { cookie }), "not_found");
    }
    expect(await expectJson(call("GET", "/api/sketches", { cookie }))).toMatchObject({ sketches: [] });
  });
});

test("a kept picture is listed, shown on its sketch, and served as an image that can run nothing", async () => {
  const owned = await newSketch();
  const { cookie, sketch } = owned;
  const id = await keptPicture(owned);
  const { pictures } = pictureList.parse(
    await expectJson(call("GET", `/api/sketches/${sketch.id}/pictures`, { cookie })),
  );
  expect(pictures).toMatchObject([
    {
      id,
      kind: "live",
      variation: null,
      quality: "draft",
      widthPx: 512,
      heightPx: 384,
      epoch: 1,
      version: 1,
      format: "png",
      pinnedAt: null,
    },
  ]);
  expect(pictures[0]?.settings.prompt).toBe("a lighthouse at dusk");
  expect(
    (await expectJson<SketchView>(call("GET", `/api/sketches/${sketch.id}`, { cookie }))).lastPicture?.id,
  ).toBe(id);
  const image = await call("GET", `/api/pictures/${id}`, { cookie });
  expect(image.headers.get("content-type")).toBe("image/png");
  expect(image.headers.get("content-security-policy")).toContain("sandbox");
  expect(image.headers.get("x-content-type-options")).toBe("nosniff");
  expect(image.headers.get("cache-control")).toContain("private");
  expect(new Uint8Array(await image.arrayBuffer()).subarray(1, 4)).toEqual(new TextEncoder().encode("PNG"));
});

describe("addresses that are not there", () => {
  test.each(["/api", "/api/", "/api/nothing", "/api/sketches/", "/api/me/more", "/api/../api/none"])(
    "%s: 404",
    async (path) => {
      await expectProblem(call("GET", path), "not_found");
    },
  );
});

test("answers carry a request id, and each its own", async () => {
  const ids = new Set<string | null>();
  for (let n = 0; n < 5; n++) ids.add((await call("GET", "/api/health")).headers.get("x-request-id"));
  expect(ids.size).toBe(5);
  expect(ids.has(null)).toBe(false);
});

test("an error nobody foresaw says nothing of itself", async () => {
  const { env } = await import("cloudflare:workers");
  const { cookie } = await newSketch();
  // What any storage failure looks like from here: the table is away for a moment.
  await env.DB.exec("ALTER TABLE sketches RENAME TO sketches_away");
  try {
    const error = await expectProblem(call("GET", "/api/sketches", { cookie }), "internal");
    // The request id is left out: a random id may hold any letters.
    expect(JSON.stringify({ ...error, requestId: "" })).not.toMatch(/sqlite|d1|table|away|select|\.ts/i);
  } finally {
    await env.DB.exec("ALTER TABLE sketches_away RENAME TO sketches");
  }
});
