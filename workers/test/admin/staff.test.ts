/** L20, C74: the people who run it: what they may, what is written down of it, and how everything stops. */
import { env } from "cloudflare:workers";
import { CLOSE, type Stop } from "@llamasketch/contract";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { dayOf } from "../../src/day.ts";
import { livePayer } from "../../src/studios/sketch/live/payer.ts";
import { Drawer } from "../drawer.ts";
import { FakeAgent } from "../fake-agent.ts";
import { newPerson, type Person } from "../http/cast.ts";
import { expectProblem } from "../http/problem.ts";
import { Jar, expectStatus, newEmail } from "../jar.ts";
import { keptPicture } from "../kept-picture.ts";
import { known } from "../ledger/books.ts";
import { call, expectJson, newSketch, overview, ticketFor } from "../people.ts";
import { VARS } from "../secrets.ts";
import { Wire, eventually } from "../wire.ts";

let admin: Person;
let moderator: Person;
beforeAll(async () => {
  [admin, moderator] = [await newPerson("admin"), await newPerson("moderator")];
});
const reason = "asked for by the test";
const audited = async (subject: string): Promise<{ action: string; actorId: string; reason: string }[]> =>
  (
    await expectJson<{ lines: { action: string; actorId: string; reason: string }[] }>(
      admin.jar.call("GET", `/api/admin/audit?subject=${subject}`),
    )
  ).lines;

test("the first admin is whoever proves the address of the configuration", async () => {
  const jar = new Jar();
  expect((await jar.signInByLink(VARS.FIRST_ADMIN)).role).toBe("admin");
  expect((await new Jar().signInByLink(newEmail())).role).toBe("user");
});

describe("people", () => {
  test("are found by the beginning of an address, and by id; the newest first", async () => {
    const person = await newPerson();
    const find = async (q: string) =>
      (
        await expectJson<{ users: { id: string; email: string | null }[] }>(
          moderator.jar.call("GET", `/api/admin/users?q=${encodeURIComponent(q)}`),
        )
      ).users.map(({ id }) => id);
    expect(await find(person.email)).toEqual([person.userId]);
    expect(await find(person.email.slice(0, -6).toUpperCase())).toEqual([person.userId]);
    expect(await find(person.userId)).toEqual([person.userId]);
    expect(await find("nobody-has-this")).toEqual([]);
    expect(await find("%")).toEqual([]);
  });

  test("are looked at with a reason, and that is written down", async () => {
    const person = await newPerson();
    await expectProblem(moderator.jar.post(`/api/admin/users/${person.userId}/look`, {}), "bad_request");
    const seen = await expectJson<object>(
      moderator.jar.post(`/api/admin/users/${person.userId}/look`, { reason: "mail of today" }),
    );
    expect(seen).toMatchObject({
      email: person.email,
      devices: 1,
      balance: { available: 0 },
      storage: { sketches: 1, pictures: 0, keptPictures: 50 },
    });
    expect(await audited(person.userId)).toMatchObject([
      { action: "look_at_user", actorId: moderator.userId, reason: "mail of today" },
    ]);
  });

  test("get a role from an admin alone, and nobody gives one to themselves", async () => {
    const person = await newPerson();
    const path = `/api/admin/users/${person.userId}/role`;
    await expectProblem(moderator.jar.post(path, { role: "admin", reason }), "forbidden");
    await expectProblem(
      admin.jar.post(`/api/admin/users/${admin.userId}/role`, { role: "user", reason }),
      "forbidden",
    );
    await expectStatus(admin.jar.post(path, { role: "moderator", reason }), 200);
    expect((await person.jar.call("GET", "/api/admin/users")).status).toBe(200);
    await expectStatus(admin.jar.post(path, { role: "user", reason }), 200);
    await expectProblem(person.jar.call("GET", "/api/admin/users"), "forbidden");
    const visitor = new Jar();
    await visitor.newSketch();
    const { id } = (await visitor.me()) ?? { id: "" };
    await expectProblem(admin.jar.post(`/api/admin/users/${id}/role`, { role: "admin", reason }), "conflict");
  });
});

describe("credits", () => {
  const adjust = (person: Person, json: object) =>
    admin.jar.post(`/api/admin/users/${person.userId}/credits`, { reason, ...json });
  test("are put right with a ticket, once", async () => {
    const person = await newPerson();
    const ticket = crypto.randomUUID();
    expect(await expectJson(adjust(person, { units: 25, ticket }))).toMatchObject({ available: 25 });
    expect(await expectJson(adjust(person, { units: 25, ticket }))).toMatchObject({ available: 25 });
    expect(await expectJson(adjust(person, { units: -5, ticket: `${ticket}.b` }))).toMatchObject({
      available: 20,
    });
    await expectProblem(adjust(person, { units: 7, ticket }), "conflict");
    await expectProblem(adjust(person, { units: -500, ticket: `${ticket}.c` }), "insufficient_credits");
    expect(await expectJson(person.jar.call("GET", "/api/credits"))).toMatchObject({ available: 20 });
    expect(
      (await audited(person.userId)).filter(({ action }) => action === "adjust_credits").length,
    ).toBeGreaterThan(1);
  });
  test("are no moderator's business, nor one's own", async () => {
    const person = await newPerson();
    const json = { units: 5, ticket: crypto.randomUUID(), reason };
    await expectProblem(moderator.jar.post(`/api/admin/users/${person.userId}/credits`, json), "forbidden");
    await expectProblem(adjust(admin, { units: 5, ticket: crypto.randomUUID() }), "forbidden");
  });
});

describe("a ban", () => {
  const ban = (person: { userId: string }, banned = true, by = moderator) =>
    by.jar.post(`/api/admin/users/${person.userId}/ban`, { banned, reason });
  test("ends the live sockets and lets nobody in; what is theirs stays theirs", async () => {
    const person = await newPerson();
    const sketch = await person.jar.newSketch();
    const owned = { cookie: person.jar.cookie, sketch };
    const drawer = await Drawer.join(owned);
    const unused = await ticketFor(owned);
    await expectStatus(ban(person), 200);
    expect(await drawer.wire.ended()).toEqual(CLOSE.turned_away);
    expect(await Wire.dial(`${unused.path}?ticket=${unused.ticket}`)).toMatchObject({ status: 403 });
    await expectProblem(
      call("POST", `/api/sketches/${sketch.id}/tickets`, { cookie: owned.cookie }),
      "forbidden",
    );
    await expectProblem(person.jar.post("/api/sketches", {}), "forbidden");
    expect((await person.jar.me())?.id).toBe(person.userId);
    expect((await person.jar.call("GET", "/api/account/export")).status).toBe(200);
    await expectProblem(
      new Jar().post("/api/account/sign-in", { email: person.email, password: "x" }),
      "sign_in_refused",
    );
    await expectStatus(ban(person, false), 200);
    await expectStatus(person.jar.call("POST", `/api/sketches/${sketch.id}/tickets`), 201);
    expect((await audited(person.userId)).map(({ action }) => action)).toEqual(["unban", "ban"]);
  });
  test("of a visitor who draws", async () => {
    const owned = await newSketch();
    const drawer = await Drawer.join(owned);
    const { user } = await expectJson<{ user: { id: string } }>(
      call("GET", "/api/me", { cookie: owned.cookie }),
    );
    await expectStatus(ban({ userId: user.id }), 200);
    expect(await drawer.wire.ended()).toEqual(CLOSE.turned_away);
    await expectProblem(
      call("POST", `/api/sketches/${owned.sketch.id}/tickets`, { cookie: owned.cookie }),
      "forbidden",
    );
  });
  test("is not for those who run it to turn on each other, but by an admin", async () => {
    await expectProblem(ban(admin), "forbidden");
    await expectProblem(ban(moderator, true, moderator), "forbidden");
    const other = await newPerson("moderator");
    await expectProblem(ban(other), "forbidden");
    await expectStatus(ban(other, true, admin), 200);
  });
});

describe("somebody's sketch", () => {
  test("is seen for support after saying why; its pictures for an hour, by who said so", async () => {
    const owned = await newSketch({ title: "Not yours" });
    const picture = await keptPicture(owned);
    const path = `/api/admin/pictures/${picture}`;
    await expectProblem(moderator.jar.call("GET", path), "not_found");
    const seen = await expectJson<{ sketch: { title: string }; pictures: { url: string }[] }>(
      moderator.jar.post(`/api/admin/sketches/${owned.sketch.id}/look`, { reason: "report 17" }),
    );
    expect(seen.sketch.title).toBe("Not yours");
    expect(seen.pictures.map(({ url }) => url)).toEqual([path]);
    const image = await expectStatus(moderator.jar.call("GET", path), 200);
    expect(image.headers.get("content-type")).toMatch(/^image\//);
    await expectProblem(admin.jar.call("GET", path), "not_found");
    expect(await audited(owned.sketch.id)).toMatchObject([{ action: "look_at_sketch", reason: "report 17" }]);
  });
  test("does not become theirs", async () => {
    const { sketch } = await newSketch();
    await expectProblem(admin.jar.call("GET", `/api/sketches/${sketch.id}`), "not_found");
    await expectProblem(admin.jar.call("DELETE", `/api/sketches/${sketch.id}`), "not_found");
  });
});

test("the audit cannot be changed, not even with the database in hand", async () => {
  await expect(env.DB.prepare("UPDATE audit SET reason = 'nothing'").run()).rejects.toThrow(
    /audit:immutable/,
  );
  await expect(env.DB.prepare("DELETE FROM audit").run()).rejects.toThrow(/audit:immutable/);
});

describe("stopping", () => {
  const set = (name: Stop, stopped: boolean, by = admin) =>
    by.jar.post(`/api/admin/stops/${name}`, { stopped, reason });
  afterEach(async () => {
    for (const name of ["free_work", "all_work"] as const) await set(name, false);
  });

  test("is an admin's", async () => {
    await expectProblem(set("all_work", true, moderator), "forbidden");
  });

  test("everything: no ticket is given, no host draws, and it goes on where it was", async () => {
    const owned = await newSketch();
    const agent = await FakeAgent.start();
    const drawer = await Drawer.drawing(owned);
    await drawer.live();
    await expectStatus(set("all_work", true), 200);
    await eventually(
      async () => (await overview()).hosts.every(({ sessions }) => sessions === 0),
      "nothing is placed any more",
    );
    await expectProblem(
      call("POST", `/api/sketches/${owned.sketch.id}/tickets`, { cookie: owned.cookie }),
      "unavailable",
    );
    drawer.changed(2);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect((await overview()).hosts.every(({ sessions }) => sessions === 0)).toBe(true);
    await expectStatus(set("all_work", false), 200);
    await eventually(
      async () => (await overview()).hosts.some(({ sessions }) => sessions === 1),
      "the sketch is drawn again",
      12_000,
    );
    expect(agent.assignments.length).toBeGreaterThan(1);
  });

  test("free work: whoever pays draws on", async () => {
    const visitor = await newSketch();
    const paying = await newPerson();
    const onPlan = await newPerson();
    await expectStatus(
      admin.jar.post(`/api/admin/users/${paying.userId}/credits`, {
        units: 9,
        ticket: crypto.randomUUID(),
        reason,
      }),
      200,
    );
    await env.DB.prepare("UPDATE users SET plan = 'pro' WHERE id = ?").bind(onPlan.userId).run();
    const { user } = await expectJson<{ user: { id: string } }>(
      call("GET", "/api/me", { cookie: visitor.cookie }),
    );
    const drawer = { userId: user.id, freeHolderId: `adr_${dayOf(Date.now())}_somewhere` };
    const payer = async () =>
      (await livePayer(known, drawer, `${visitor.sketch.id}:1`, Date.now()))?.holderId ?? "";
    expect(await payer()).toBe(drawer.freeHolderId);
    await expectStatus(set("free_work", true), 200);
    expect(await payer()).toMatch(/^hld_/);
    const ticket = (cookie: string, id: string) => call("POST", `/api/sketches/${id}/tickets`, { cookie });
    await expectProblem(ticket(visitor.cookie, visitor.sketch.id), "unavailable");
    await expectStatus(ticket(paying.jar.cookie, paying.sketchId), 201);
    await expectStatus(ticket(onPlan.jar.cookie, onPlan.sketchId), 201);
    const { stops } = await expectJson<{ stops: { name: string; stoppedAt: string | null }[] }>(
      moderator.jar.call("GET", "/api/admin/stops"),
    );
    expect(stops).toMatchObject([
      { name: "free_work", stoppedAt: expect.any(String) },
      { name: "all_work", stoppedAt: null },
    ]);
  });
});

test("figures of today", async () => {
  const figures = await expectJson<Record<string, number>>(moderator.jar.call("GET", "/api/admin/figures"));
  expect(figures.accounts).toBeGreaterThan(1);
  expect(figures.sketchesToday).toBeGreaterThan(1);
  expect(figures).toMatchObject({
    hosts: expect.any(Number),
    live: expect.any(Number),
    waiting: expect.any(Number),
  });
});
