/** L19, C5: mail and password, the letter that confirms the address, a new password. Nothing tells who has an account. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { expectProblem } from "../http/problem.ts";
import { Jar, expectStatus, lettersTo, newEmail, proofTo } from "../jar.ts";
import { call } from "../people.ts";

const PASSWORD = "a llama draws at dusk";
const signUp = (jar: Jar, email: string, password = PASSWORD) =>
  jar.post("/api/account/sign-up", { email, password, name: "Somebody" });
const confirm = (jar: Jar, proof: string, password?: string) =>
  jar.post("/api/account/confirmations", { proof, ...(password && { password }) });
const signIn = (jar: Jar, email: string, password = PASSWORD) =>
  jar.post("/api/account/sign-in", { email, password });

/** Signed up with a password and confirmed, in a browser of its own. */
async function member(): Promise<{ jar: Jar; email: string }> {
  const [jar, email] = [new Jar(), newEmail()];
  await expectStatus(signUp(jar, email), 202);
  await expectStatus(confirm(jar, await proofTo(email)), 204);
  return { jar, email };
}

describe("signing up", () => {
  test("the letter confirms, signs in and keeps what was drawn", async () => {
    const [jar, email] = [new Jar(), newEmail()];
    const { id } = await jar.newSketch();
    expect(await (await signUp(jar, email)).json()).toEqual({ sent: true });
    expect((await jar.me())?.anonymous).toBe(true);
    await expectProblem(signIn(jar, email), "sign_in_refused");
    await expectStatus(confirm(jar, await proofTo(email)), 204);
    expect(await jar.me()).toMatchObject({ anonymous: false, email, name: "Somebody" });
    expect(await jar.sketchIds()).toEqual([id]);
    const elsewhere = new Jar();
    await expectStatus(signIn(elsewhere, email), 204);
    expect(await elsewhere.sketchIds()).toEqual([id]);
  });

  test("confirming elsewhere asks for the password: who only owns the mailbox did not choose it", async () => {
    const [attacker, victim, email] = [new Jar(), new Jar(), newEmail()];
    await signUp(attacker, email, "chosen by the attacker");
    const proof = await proofTo(email);
    await expectProblem(confirm(victim, proof), "sign_in_refused");
    await expectProblem(confirm(victim, proof, "not the password"), "sign_in_refused");
    // The link to sign in with belongs to the mailbox: what was set up before it is gone.
    await victim.signInByLink(email);
    await expectProblem(signIn(attacker, email, "chosen by the attacker"), "sign_in_refused");
    await expectProblem(confirm(attacker, proof), "proof_invalid");
    expect((await victim.me())?.email).toBe(email);
  });

  test("confirming on another device works with the password", async () => {
    const [desktop, phone, email] = [new Jar(), new Jar(), newEmail()];
    await signUp(desktop, email);
    await expectStatus(confirm(phone, await proofTo(email), PASSWORD), 204);
    expect((await phone.me())?.email).toBe(email);
  });

  test("what is long and yet no password is refused: spaces, one letter again and again", async () => {
    for (const password of [" ".repeat(12), "aaaaaaaaaaaaaaaa", "ababababababab", "a b a b a b a b"])
      await expectProblem(signUp(new Jar(), newEmail(), password), "bad_request");
  });

  test("a confirmation works once", async () => {
    const { jar, email } = await member();
    const again = await lettersTo(email);
    const proof = again[0]?.text.match(/#(\S+)/)?.[1] ?? "";
    await expectProblem(confirm(jar, proof, PASSWORD), "proof_invalid");
  });

  test("passwords that are too short, or far too long, are refused", async () => {
    for (const password of ["", "short", "x".repeat(9), "x".repeat(129)])
      await expectProblem(signUp(new Jar(), newEmail(), password), "bad_request");
  });

  test("a known address gets another letter, and the same answer", async () => {
    const { email } = await member();
    const [known, unknown] = [new Jar(), new Jar()];
    const answers = [await signUp(known, email), await signUp(unknown, newEmail())];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(await answers[0]?.json()).toEqual(await answers[1]?.json());
    expect([...known.cookies.keys()]).toEqual([...unknown.cookies.keys()]);
    expect((await lettersTo(email))[0]?.subject).toBe("You already have an account");
    await expectStatus(known.post("/api/account/links/open", { proof: await proofTo(email) }), 204);
    await expectStatus(signIn(new Jar(), email), 204);
  });
});

describe("signing in", () => {
  test("a wrong password, an unknown address and one without a password are told the same", async () => {
    const { email } = await member();
    const byLink = newEmail();
    await new Jar().signInByLink(byLink);
    const said = [];
    for (const address of [email, newEmail(), byLink]) {
      const { requestId: _id, ...problem } = await expectProblem(
        signIn(new Jar(), address, "not the password"),
        "sign_in_refused",
      );
      said.push(JSON.stringify(problem));
    }
    expect(new Set(said).size).toBe(1);
  });

  test("and take as long", async () => {
    const { email } = await member();
    const time = async (address: string): Promise<number> => {
      const begunMs = performance.now();
      await signIn(new Jar(), address, "not the password");
      return performance.now() - begunMs;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 9; round++) {
      known.push(await time(email));
      unknown.push(await time(newEmail()));
    }
    const median = (times: number[]): number => times.toSorted((a, b) => a - b)[4] ?? 0;
    const [slow, fast] = [Math.max(median(known), median(unknown)), Math.min(median(known), median(unknown))];
    // A hash is most of either; without one the unknown would answer ten times sooner.
    expect(slow / fast).toBeLessThan(1.8);
  });

  test("one address in any form is one account", async () => {
    const jar = new Jar();
    const email = newEmail();
    const shouted = `  ${email.toUpperCase().replace("EXAMPLE.COM", "ＥＸＡＭＰＬＥ.com")} `;
    await jar.post("/api/account/links", { email: shouted });
    await expectStatus(jar.post("/api/account/links/open", { proof: await proofTo(email) }), 204);
    const other = new Jar();
    expect((await other.signInByLink(email)).id).toBe((await jar.me())?.id);
  });

  test.each([
    "person@раураl.com",
    "person@аррӏе.com",
    "person",
    "@example.com",
    "a b@example.com",
    "p@localhost",
  ])("%s is not an address to sign up with", async (email) => {
    const { fields } = await expectProblem(new Jar().post("/api/account/links", { email }), "bad_request");
    expect(Object.keys(fields ?? {})).toEqual(["email"]);
  });

  test("somebody else's planted device is left behind: signing in never keeps a session that was there", async () => {
    const [attacker, victim] = [new Jar(), new Jar()];
    await attacker.signInByLink(newEmail());
    const planted = attacker.cookies.get("ls_device") ?? "";
    victim.cookies.set("ls_device", planted);
    const email = newEmail();
    await victim.signInByLink(email);
    expect(victim.cookies.get("ls_device")).not.toBe(planted);
    expect(await attacker.me()).toBeNull();
    expect((await victim.me())?.email).toBe(email);
  });
});

describe("a new password", () => {
  test("by letter: the old one is worth nothing, every device is signed out, this one is in", async () => {
    const { jar, email } = await member();
    const other = new Jar();
    await expectStatus(other.post("/api/account/resets", { email }), 202);
    const proof = await proofTo(email);
    await expectStatus(other.post("/api/account/resets/open", { proof, password: "quite another one" }), 204);
    expect(await jar.me()).toBeNull();
    expect((await other.me())?.email).toBe(email);
    await expectProblem(signIn(new Jar(), email), "sign_in_refused");
    await expectStatus(signIn(new Jar(), email, "quite another one"), 204);
    await expectProblem(
      other.post("/api/account/resets/open", { proof, password: "and one more here" }),
      "proof_invalid",
    );
  });

  test("an address without an account is told so by mail, and the answer is the same", async () => {
    const { email } = await member();
    const stranger = newEmail();
    const answers = [];
    for (const address of [email, stranger])
      answers.push(await (await new Jar().post("/api/account/resets", { email: address })).text());
    expect(answers[0]).toBe(answers[1]);
    expect((await lettersTo(stranger))[0]?.subject).toBe("No account with this address");
    expect((await lettersTo(email))[0]?.subject).toBe("Choose a new password");
  });

  test("in the account: needs the present one, and signs the other devices out", async () => {
    const { jar, email } = await member();
    const other = new Jar();
    await signIn(other, email);
    const change = (current?: string) =>
      jar.post("/api/account/password", { ...(current && { current }), next: "a third one, longer" });
    await expectProblem(change(), "sign_in_refused");
    await expectProblem(change("wrong password"), "sign_in_refused");
    expect((await other.me())?.email).toBe(email);
    await expectStatus(change(PASSWORD), 204);
    expect(await other.me()).toBeNull();
    expect((await jar.me())?.email).toBe(email);
  });

  test.each([
    ["go with it unless they are to stay", {}, 401],
    ["stay when that is asked for", { revokeKeys: false }, 200],
  ] as const)("keys for programs %s", async (_, more, status) => {
    const ask = async (key: string): Promise<number> =>
      (await call("GET", "/api/sketches", { headers: { authorization: `Bearer ${key}` } })).status;
    const keyOf = async (jar: Jar): Promise<string> => {
      const made = jar.post("/api/account/keys", { name: "A program", scopes: ["sketches:read"] });
      return (await (await made).json<{ key: string }>()).key;
    };
    const { jar, email } = await member();
    const changed = await keyOf(jar);
    await expectStatus(
      jar.post("/api/account/password", { current: PASSWORD, next: "a llama at dawn", ...more }),
      204,
    );
    expect(await ask(changed)).toBe(status);
    const reset = await keyOf(jar);
    await expectStatus(jar.post("/api/account/resets", { email }), 202);
    const proof = await proofTo(email);
    await expectStatus(
      new Jar().post("/api/account/resets/open", { proof, password: "quite another one", ...more }),
      204,
    );
    expect(await ask(reset)).toBe(status);
  });

  test("who has none may set one", async () => {
    const [jar, email] = [new Jar(), newEmail()];
    await jar.signInByLink(email);
    await expectStatus(jar.post("/api/account/password", { next: PASSWORD }), 204);
    await expectStatus(signIn(new Jar(), email), 204);
  });

  test("no password, proof or address of a person's machine lies in the database as it is", async () => {
    const { jar } = await member();
    await jar.call("GET", "/api/me", { headers: { "cf-connecting-ip": "198.51.100.77" } });
    const tables = ["users", "devices", "logins", "proofs", "api_keys", "outbox"];
    const all = await Promise.all(
      tables.map(async (table) =>
        JSON.stringify((await env.DB.prepare(`SELECT * FROM ${table}`).all()).results),
      ),
    );
    for (const text of all) {
      expect(text).not.toContain(PASSWORD);
      expect(text).not.toContain("198.51.100");
      expect(text).not.toContain("Mozilla");
    }
  });
});
