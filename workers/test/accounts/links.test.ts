/** L19, P29, X8: sign in by a mailed link; what was drawn before belongs to the account afterwards. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { expectProblem } from "../http/problem.ts";
import { Jar, expectStatus, lettersTo, newEmail, proofTo } from "../jar.ts";

describe("a mailed link", () => {
  test("makes an account of a new address, and keeps what the visitor drew", async () => {
    const browser = new Jar();
    const email = newEmail();
    const drawn = [(await browser.newSketch()).id, (await browser.newSketch()).id];
    const visitor = await browser.me();
    expect(visitor).toMatchObject({
      anonymous: true,
      email: null,
      role: "user",
      plan: "free",
      deviceId: null,
    });
    const user = await browser.signInByLink(email);
    expect(user).toMatchObject({ anonymous: false, email, role: "user", plan: "free" });
    expect(user.id).not.toBe(visitor?.id);
    expect((await browser.sketchIds()).toSorted()).toEqual(drawn.toSorted());
    expect([...browser.cookies.keys()]).toEqual(["ls_device"]);
  });

  test("signs a known address in on another device, with the same sketches", async () => {
    const [first, second] = [new Jar(), new Jar()];
    const email = newEmail();
    const { id } = await first.newSketch();
    const made = await first.signInByLink(email);
    const again = await second.signInByLink(email);
    expect(again.id).toBe(made.id);
    expect(again.deviceId).not.toBe(made.deviceId);
    expect(await second.sketchIds()).toEqual([id]);
  });

  test("brings what was drawn on the second device too", async () => {
    const [first, second] = [new Jar(), new Jar()];
    const email = newEmail();
    const here = (await first.newSketch()).id;
    await first.signInByLink(email);
    const there = (await second.newSketch()).id;
    await second.signInByLink(email);
    expect((await first.sketchIds()).toSorted()).toEqual([here, there].toSorted());
  });

  test("works once", async () => {
    const browser = new Jar();
    const email = newEmail();
    await browser.signInByLink(email);
    const proof = await proofTo(email);
    await expectProblem(browser.post("/api/account/links/open", { proof }), "proof_invalid");
    await expectProblem(new Jar().post("/api/account/links/open", { proof }), "proof_invalid");
  });

  test("works once even when it is opened many times at the same instant", async () => {
    const browser = new Jar();
    const email = newEmail();
    await expectStatus(browser.post("/api/account/links", { email }), 202);
    const proof = await proofTo(email);
    const tries = await Promise.all(
      Array.from({ length: 6 }, () => new Jar().post("/api/account/links/open", { proof })),
    );
    expect(tries.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(tries.filter(({ status }) => status === 400)).toHaveLength(5);
  });

  test("expires", async () => {
    const browser = new Jar();
    const email = newEmail();
    await browser.post("/api/account/links", { email });
    await env.DB.prepare("UPDATE proofs SET expires_at = ?")
      .bind(Date.now() - 1)
      .run();
    await expectProblem(
      browser.post("/api/account/links/open", { proof: await proofTo(email) }),
      "proof_invalid",
    );
  });

  test("can be looked at without using it up; it says whether this browser asked", async () => {
    const [asking, other] = [new Jar(), new Jar()];
    const email = newEmail();
    await asking.post("/api/account/links", { email });
    const proof = await proofTo(email);
    const look = async (jar: Jar) => (await jar.post("/api/account/proofs/look", { proof })).json();
    expect(await look(asking)).toEqual({ email, here: true });
    expect(await look(other)).toEqual({ email, here: false });
    expect((await other.post("/api/account/links/open", { proof })).status).toBe(204);
    await expectProblem(asking.post("/api/account/proofs/look", { proof }), "proof_invalid");
  });

  test("carries its proof where no server sees it, and is not stored as it is", async () => {
    const email = newEmail();
    await new Jar().post("/api/account/links", { email });
    const [letter] = await lettersTo(email);
    expect(letter?.text).toMatch(/https:\/\/llama\.test\/sign-in\/link#l\.[A-Za-z]{32}/);
    const token = (await proofTo(email)).slice(2);
    const { results } = await env.DB.prepare("SELECT * FROM proofs").all();
    expect(JSON.stringify(results)).not.toContain(token);
  });
});

describe("a visitor who became somebody", () => {
  test("is nobody any more: its cookie opens nothing, and draws as somebody new", async () => {
    const browser = new Jar();
    const { id } = await browser.newSketch();
    const stolen = new Jar();
    stolen.cookies.set("ls_user", browser.cookies.get("ls_user") ?? "");
    expect(await stolen.sketchIds()).toEqual([id]);
    await browser.signInByLink(newEmail());
    expect(await stolen.sketchIds()).toEqual([]);
    expect(await stolen.me()).toBeNull();
    await expectProblem(stolen.call("GET", `/api/sketches/${id}`), "not_found");
    const own = await stolen.newSketch();
    expect(await stolen.sketchIds()).toEqual([own.id]);
    expect(await browser.sketchIds()).toEqual([id]);
  });

  test("goes to one account, however many sign in with it at once", async () => {
    const visitor = new Jar();
    const { id } = await visitor.newSketch();
    const people = [newEmail(), newEmail(), newEmail()].map((email) => {
      const jar = new Jar();
      jar.cookies.set("ls_user", visitor.cookies.get("ls_user") ?? "");
      return { jar, email };
    });
    await Promise.all(people.map(({ jar, email }) => jar.signInByLink(email)));
    const owners = await Promise.all(people.map(async ({ jar }) => (await jar.sketchIds()).includes(id)));
    expect(owners.filter(Boolean)).toHaveLength(1);
    const row = await env.DB.prepare(
      "SELECT owner_id, (SELECT linked_to FROM users u JOIN sketches s2 ON s2.id = ? WHERE u.kind = 'anonymous' AND u.linked_to = s2.owner_id) AS linked FROM sketches WHERE id = ?",
    )
      .bind(id, id)
      .first<{ owner_id: string; linked: string }>();
    expect(row?.linked).toBe(row?.owner_id);
  });

  test("keeps a sketch that is made in the very moment of signing in", async () => {
    const browser = new Jar();
    const first = (await browser.newSketch()).id;
    const email = newEmail();
    await browser.post("/api/account/links", { email });
    const proof = await proofTo(email);
    const racing = new Jar();
    racing.cookies.set("ls_user", browser.cookies.get("ls_user") ?? "");
    const [, ...made] = await Promise.all([
      browser.post("/api/account/links/open", { proof }),
      ...Array.from({ length: 5 }, () => racing.newSketch()),
    ]);
    // Those made after it belong to a new visitor; none belongs to the one that is gone.
    const { results } = await env.DB.prepare(
      "SELECT s.id FROM sketches s JOIN users u ON u.id = s.owner_id WHERE u.linked_to IS NOT NULL",
    ).all();
    expect(results).toEqual([]);
    expect(made).toHaveLength(5);
    expect(await browser.sketchIds()).toContain(first);
  });
});
