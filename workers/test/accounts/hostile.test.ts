/** L19, P28: who guesses, replays, plants and races. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { TRIES_MAX } from "../../src/accounts/tries.ts";
import { readEnvironment } from "../../src/config.ts";
import { hasBearer } from "../../src/http/bearer.ts";
import { expectProblem } from "../http/problem.ts";
import { newPerson } from "../http/cast.ts";
import { Jar, expectStatus, newEmail, proofTo } from "../jar.ts";
import { call } from "../people.ts";

const PASSWORD = "a llama draws at dusk";
const guess = (email: string, password = "not the password", from = new Jar()) =>
  from.post("/api/account/sign-in", { email, password });

async function member(): Promise<string> {
  const [jar, email] = [new Jar(), newEmail()];
  await jar.signInByLink(email);
  await expectStatus(jar.post("/api/account/password", { next: PASSWORD }), 204);
  return email;
}

describe("guessing a password", () => {
  test("is over after ten tries, from however many places, also with the right one", async () => {
    const email = await member();
    for (let tries = 0; tries < TRIES_MAX; tries++) await expectProblem(guess(email), "sign_in_refused");
    await expectProblem(guess(email), "too_many_requests");
    await expectProblem(guess(email, PASSWORD), "too_many_requests");
    // A mailed link opens all the same: nobody can lock a person out.
    expect((await new Jar().signInByLink(email)).email).toBe(email);
  });

  test("many at the same instant are as many", async () => {
    const email = await member();
    const answers = await Promise.all(Array.from({ length: TRIES_MAX + 8 }, () => guess(email)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(TRIES_MAX);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(8);
  });

  test("of an address that has no account is counted just the same", async () => {
    const email = newEmail();
    for (let tries = 0; tries < TRIES_MAX; tries++) await expectProblem(guess(email), "sign_in_refused");
    await expectProblem(guess(email), "too_many_requests");
  });

  test("is forgiven by the right one, and by time", async () => {
    const email = await member();
    for (let tries = 0; tries < TRIES_MAX - 1; tries++) await guess(email);
    await expectStatus(guess(email, PASSWORD), 204);
    for (let tries = 0; tries < TRIES_MAX; tries++) await expectProblem(guess(email), "sign_in_refused");
    await expectProblem(guess(email), "too_many_requests");
    await env.DB.prepare("UPDATE sign_in_tries SET until = 1").run();
    await expectStatus(guess(email, PASSWORD), 204);
  });

  test("the addresses that were tried do not lie in the table", async () => {
    const email = newEmail();
    await guess(email);
    const { results } = await env.DB.prepare("SELECT * FROM sign_in_tries").all();
    expect(JSON.stringify(results)).not.toContain(email);
  });
});

describe("proofs", () => {
  test("of one kind do nothing at another door", async () => {
    const email = await member();
    const jar = new Jar();
    await jar.post("/api/account/links", { email });
    const proof = await proofTo(email);
    await expectProblem(jar.post("/api/account/confirmations", { proof }), "proof_invalid");
    await expectProblem(
      jar.post("/api/account/resets/open", { proof, password: "quite another one" }),
      "proof_invalid",
    );
    await expectProblem(
      jar.post("/api/account/resets/open", {
        proof: proof.replace("l.", "r."),
        password: "quite another one",
      }),
      "proof_invalid",
    );
    await expectStatus(jar.post("/api/account/links/open", { proof }), 204);
  });

  test.each([
    "x".repeat(16),
    "l.",
    `l.${"x".repeat(32)}`,
    "c.a.b.c",
    "r.%00%00%00%00%00%00%00%00",
    "l.' OR 1=1 --xxxxxx",
  ])("%j is none", async (proof) => {
    const doors: [path: string, more: object][] = [
      ["/api/account/links/open", {}],
      ["/api/account/confirmations", {}],
      ["/api/account/resets/open", { password: PASSWORD }],
      ["/api/account/proofs/look", {}],
    ];
    for (const [path, more] of doors) {
      const { status } = await new Jar().post(path, { proof, ...more });
      expect(status).toBe(400);
    }
  });

  test("two links to one new address, opened in the same instant, make one account", async () => {
    const email = newEmail();
    const [first, second] = [new Jar(), new Jar()];
    await first.post("/api/account/links", { email });
    const one = await proofTo(email);
    await second.post("/api/account/links", { email });
    const two = await proofTo(email);
    expect(one).not.toBe(two);
    const answers = await Promise.all([
      first.post("/api/account/links/open", { proof: one }),
      second.post("/api/account/links/open", { proof: two }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    expect((await first.me())?.id).toBe((await second.me())?.id);
    const { results } = await env.DB.prepare("SELECT id FROM users WHERE email = ?").bind(email).all();
    expect(results).toHaveLength(1);
  });
});

describe("one browser, one account", () => {
  test("two accounts that sign in with one visitor's cookie: its sketches go to the first, none twice", async () => {
    const visitor = new Jar();
    const made = [(await visitor.newSketch()).id, (await visitor.newSketch()).id].toSorted();
    const [first, second] = [new Jar(), new Jar()];
    for (const jar of [first, second]) jar.cookies.set("ls_user", visitor.cookies.get("ls_user") ?? "");
    await first.signInByLink(newEmail());
    await second.signInByLink(newEmail());
    expect((await first.sketchIds()).toSorted()).toEqual(made);
    expect(await second.sketchIds()).toEqual([]);
  });

  test("somebody who is signed in opens another's link: the account changes, nothing is mixed", async () => {
    const person = await newPerson();
    const email = newEmail();
    await person.jar.post("/api/account/links", { email });
    await expectStatus(person.jar.post("/api/account/links/open", { proof: await proofTo(email) }), 204);
    expect((await person.jar.me())?.email).toBe(email);
    expect(await person.jar.sketchIds()).toEqual([]);
    const back = new Jar();
    await back.signInByLink(person.email);
    expect(await back.sketchIds()).toEqual([person.sketchId]);
  });

  test("a visitor who was banned brings nothing into an account", async () => {
    const jar = new Jar();
    const { id } = await jar.newSketch();
    const visitor = await jar.me();
    await env.DB.prepare("UPDATE users SET banned_at = 1 WHERE id = ?").bind(visitor?.id).run();
    await expectProblem(jar.post("/api/sketches", {}), "forbidden");
    await expectProblem(jar.call("POST", `/api/sketches/${id}/tickets`), "forbidden");
    await jar.signInByLink(newEmail());
    expect(await jar.sketchIds()).toEqual([]);
  });
});

describe("keys of the configuration, changed with overlap", () => {
  const hmac = async (secret: string, value: string): Promise<string> => {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, [
      "sign",
    ]);
    const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(value));
    return encodeURIComponent(`${value}.${btoa(String.fromCharCode(...new Uint8Array(mac)))}`);
  };

  test("a device's cookie is good under the key before, and under no other", async () => {
    const { deviceId, email } = await newPerson();
    const me = async (secret: string) => {
      const answer = await call("GET", "/api/me", { cookie: `ls_device=${await hmac(secret, deviceId)}` });
      return (await answer.json<{ user: { email: string } | null }>()).user?.email ?? null;
    };
    expect(await me("cookie-key-of-today")).toBe(email);
    expect(await me("cookie-key-of-yesterday")).toBe(email);
    expect(await me("cookie-key-of-last-year")).toBeNull();
  });

  test("so are the tokens of agents and operators", async () => {
    const [newest, before] = ["the-token-of-today", "the-token-of-yesterday"];
    const { secrets } = readEnvironment({ ...env, OPERATOR_TOKEN: `${newest},${before}` });
    for (const token of [newest, before])
      expect(await hasBearer(`Bearer ${token}`, secrets.operatorTokens)).toBe(true);
    for (const token of ["", `${newest},${before}`, "the-token-of-last-year"])
      expect(await hasBearer(`Bearer ${token}`, secrets.operatorTokens)).toBe(false);
  });

  test("so is an access token, and a letter that confirms an address", async () => {
    const { createAccessTokens } = await import("../../src/accounts/access-tokens.ts");
    const { userId, deviceId } = await newPerson();
    const before = "token-key-of-yesterday-0123456789";
    const ask = async (key: string) => {
      const token = await createAccessTokens([key]).sign(userId, deviceId, Date.now());
      return (await call("GET", "/api/account/devices", { headers: { authorization: `Bearer ${token}` } }))
        .status;
    };
    expect(await ask(before)).toBe(200);
    expect(await ask("token-key-of-last-year-0123456789")).toBe(401);

    const { SignJWT } = await import("jose");
    const confirm = async (key: string) => {
      const email = newEmail();
      await new Jar().post("/api/account/sign-up", { email, password: PASSWORD });
      const token = await new SignJWT({ email })
        .setProtectedHeader({ alg: "HS256" })
        .setExpirationTime("15m")
        .sign(new TextEncoder().encode(key));
      return (await new Jar().post("/api/account/confirmations", { proof: `c.${token}`, password: PASSWORD }))
        .status;
    };
    expect(await confirm(before)).toBe(204);
    expect(await confirm("token-key-of-last-year-0123456789")).toBe(400);
  });
});
