/** Taking everything along, and going for good. */
import { env } from "cloudflare:workers";
import { CLOSE } from "@llamasketch/contract";
import { CAUSES, amount } from "@llamasketch/ledger";
import { afterEach, describe, expect, test } from "vitest";
import { newId } from "../../src/ids.ts";
import { commitLedger } from "../../src/ledger/commit-ledger.ts";
import { services } from "../../src/services.ts";
import { Drawer } from "../drawer.ts";
import { newKeyOf, newPerson } from "../http/cast.ts";
import { expectProblem } from "../http/problem.ts";
import { Jar, expectStatus, newEmail } from "../jar.ts";
import { endAllJobs } from "../jobs/stage.ts";
import { keptPicture } from "../kept-picture.ts";
import { call, expectJson } from "../people.ts";
import { eventually } from "../wire.ts";
import { readZip } from "../zip.ts";

afterEach(endAllJobs);

const known = services(env);
const rows = async (sql: string, ...values: string[]): Promise<unknown[]> =>
  (
    await env.DB.prepare(sql)
      .bind(...values)
      .all()
  ).results;

async function giveCredits(userId: string, units: number): Promise<string> {
  await known.commit([known.ledger.addHolder(userId, newId("holder"), Date.now())]);
  const holderId = (await known.ledger.holderId(userId)) ?? "";
  const grant = {
    kind: "grant" as const,
    id: CAUSES.operator(crypto.randomUUID()),
    holderId,
    amount: amount("credit", units),
    bucketExpiresAtMs: null,
    reference: null,
    atMs: Date.now(),
  };
  await commitLedger(known, known.ledger.say(grant) as [ReturnType<typeof known.ledger.turnBlock>]);
  return holderId;
}
const available = async (jar: Jar): Promise<number> =>
  (await expectJson<{ available: number }>(jar.call("GET", "/api/credits"))).available;

describe("credits of a visitor", () => {
  test("are the account's after signing up, books and all", async () => {
    const jar = new Jar();
    await jar.newSketch();
    const holderId = await giveCredits((await jar.me())?.id ?? "", 12);
    const user = await jar.signInByLink(newEmail());
    expect(await available(jar)).toBe(12);
    expect(await known.ledger.holderId(user.id)).toBe(holderId);
  });

  test("are added to what the account has", async () => {
    const email = newEmail();
    const first = new Jar();
    const user = await first.signInByLink(email);
    await giveCredits(user.id, 5);
    const second = new Jar();
    await second.newSketch();
    const visitorId = (await second.me())?.id ?? "";
    const from = await giveCredits(visitorId, 7);
    await second.signInByLink(email);
    await known.pokeOutbox(`move:${visitorId}`);
    await eventually(async () => (await available(second)) === 12, "the credits are moved");
    const left = await env.DB.prepare(
      "SELECT coalesce(sum(posted), 0) AS n FROM ledger_accounts WHERE holder_id = ?",
    )
      .bind(from)
      .first<{ n: number }>();
    expect(left?.n).toBe(0);
  });
});

describe("an export", () => {
  test("has the account, the statement and every sketch with its pictures, and no secret", async () => {
    const person = await newPerson();
    const key = await newKeyOf(person, ["sketches:read"]);
    await giveCredits(person.userId, 3);
    const sketch = await person.jar.newSketch({ title: "Mine" });
    await keptPicture({ cookie: person.jar.cookie, sketch });
    const asked = { prompt: "a quiet pond", widthPx: 256, heightPx: 256, model: "painter" };
    const queued = await person.jar.call("POST", "/api/v1/generations", { json: asked });
    expect(queued.status).toBe(201);
    const answer = await expectStatus(person.jar.call("GET", "/api/account/export"), 200);
    expect(answer.headers.get("content-type")).toBe("application/zip");
    const files = readZip(new Uint8Array(await answer.arrayBuffer()));
    const names = [...files.keys()];
    expect(names).toContain("account.json");
    expect(names).toContain("credits.csv");
    const text = new TextDecoder();
    const { id: generation } = await queued.json<{ id: string }>();
    expect(JSON.parse(text.decode(files.get("generations/1/generations.json")))).toMatchObject({
      generations: [{ id: generation, prompt: "a quiet pond", results: [] }],
      complete: true,
    });
    expect(names).toContain(`sketches/${sketch.id}/sketch.json`);
    expect(names.some((name) => name.startsWith(`sketches/${sketch.id}/pictures/00001-live`))).toBe(true);
    expect(names.some((name) => name.startsWith(`sketches/${person.sketchId}/`))).toBe(true);
    const account = text.decode(files.get("account.json"));
    expect(JSON.parse(account)).toMatchObject({
      user: { email: person.email },
      devices: [{ name: "Chrome on Linux" }],
    });
    expect(account).not.toContain(key);
    expect(text.decode(files.get("credits.csv"))).toContain("Credits given");
  });

  test("a visitor has one too; nobody else's is in it", async () => {
    const [jar, other] = [new Jar(), new Jar()];
    const { id } = await jar.newSketch();
    const theirs = await other.newSketch();
    const answer = await expectStatus(jar.call("GET", "/api/account/export"), 200);
    const names = [...readZip(new Uint8Array(await answer.arrayBuffer())).keys()].join("\n");
    expect(names).toContain(id);
    expect(names).not.toContain(theirs.id);
  });
});

describe("deleting the account", () => {
  test("leaves nothing that says who it was, nothing that was made, and the postings as nobody's", async () => {
    const person = await newPerson();
    const { jar, userId, email } = person;
    const key = await newKeyOf(person, ["sketches:read"]);
    const holderId = await giveCredits(userId, 9);
    const sketch = await jar.newSketch();
    const owned = { cookie: jar.cookie, sketch, isPoor: true };
    await keptPicture(owned);
    await known.commit([known.free.noteSession(userId, "adr_of_a_day", `${sketch.id}:1`, Date.now())]);
    const drawer = await Drawer.join(owned, { pen: "watch" });
    const cookie = jar.cookie;
    await expectStatus(jar.post("/api/account/delete", { confirm: email.toUpperCase() }), 204);
    expect(jar.cookies.size).toBe(0);
    expect(await (await call("GET", "/api/me", { cookie })).json()).toEqual({ user: null });
    await expectProblem(
      call("GET", "/api/sketches", { headers: { authorization: `Bearer ${key}` } }),
      "unauthorized",
    );
    expect([CLOSE.deleted.code, CLOSE.turned_away.code]).toContain((await drawer.wire.ended()).code);
    await eventually(
      async () => (await rows("SELECT id FROM sketches WHERE owner_id = ?", userId)).length === 0,
      "the sketches are removed",
    );
    expect((await env.MEDIA.list({ prefix: `sketches/${sketch.id}/` })).objects).toEqual([]);
    for (const table of ["devices", "logins", "api_keys", "ledger_holders", "free_sessions"])
      expect(await rows(`SELECT * FROM ${table} WHERE user_id = ?`, userId)).toEqual([]);
    const [row] = await rows("SELECT email, name, role, deleted_at FROM users WHERE id = ?", userId);
    expect(row).toMatchObject({ email: null, name: "", role: "user", deleted_at: expect.any(Number) });
    expect(await rows("SELECT * FROM ledger_operations WHERE holder_id = ?", holderId)).toHaveLength(1);
  });

  test("the address can begin anew, and finds nothing", async () => {
    const person = await newPerson();
    await expectStatus(person.jar.post("/api/account/delete", { confirm: person.email }), 204);
    const again = new Jar();
    const user = await again.signInByLink(person.email);
    expect(user.id).not.toBe(person.userId);
    expect(await again.sketchIds()).toEqual([]);
  });

  test("needs the address, or of a visitor the word", async () => {
    const person = await newPerson();
    await expectProblem(person.jar.post("/api/account/delete", { confirm: "delete" }), "bad_request");
    const visitor = new Jar();
    const { id } = await visitor.newSketch();
    await expectProblem(visitor.post("/api/account/delete", { confirm: "yes" }), "bad_request");
    expect(await visitor.sketchIds()).toEqual([id]);
    await expectStatus(visitor.post("/api/account/delete", { confirm: "delete" }), 204);
    await eventually(
      async () => (await rows("SELECT id FROM sketches WHERE id = ?", id)).length === 0,
      "the visitor's sketch is removed",
    );
  });

  test("a sketch that is being made meanwhile is not", async () => {
    const person = await newPerson();
    const stale = person.cookie;
    const results = await Promise.all([
      person.jar.post("/api/account/delete", { confirm: person.email }),
      ...Array.from({ length: 4 }, () => call("POST", "/api/sketches", { cookie: stale, json: {} })),
    ]);
    expect(results.every(({ status }) => status < 500)).toBe(true);
    await eventually(
      async () => (await rows("SELECT id FROM sketches WHERE owner_id = ?", person.userId)).length === 0,
      "nothing of theirs is left",
    );
  });

  test("more sketches than one go takes", async () => {
    const jar = new Jar();
    for (let made = 0; made < 23; made++) await jar.newSketch();
    const id = (await jar.me())?.id ?? "";
    await expectStatus(jar.post("/api/account/delete", { confirm: "delete" }), 204);
    await eventually(
      async () => (await rows("SELECT id FROM sketches WHERE owner_id = ?", id)).length === 0,
      "all are removed",
    );
  });
});
