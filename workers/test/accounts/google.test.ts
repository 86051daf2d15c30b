/** L19: sign in with Google, against an OpenID provider at a real socket. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { Jar, expectStatus, newEmail } from "../jar.ts";
import { call } from "../people.ts";

const PAGE = "https://llama.test";

/** Goes there as `email`; where the provider sends the browser back to. */
async function goThere(jar: Jar, email: string, more: Record<string, string> = {}): Promise<URL> {
  const { url } = await (
    await expectStatus(jar.post("/api/account/google", {}), 200)
  ).json<{ url: string }>();
  const there = new URL(url);
  for (const [name, value] of Object.entries({ sign_in_as: email, ...more }))
    there.searchParams.set(name, value);
  const answer = await fetch(there, { redirect: "manual" });
  return new URL(answer.headers.get("location") ?? "nowhere:");
}

async function signIn(jar: Jar, email: string, more: Record<string, string> = {}): Promise<string | null> {
  const back = await goThere(jar, email, more);
  expect(back.origin + back.pathname).toBe(`${PAGE}/api/account/callback/google`);
  const answer = await jar.call("GET", back.pathname + back.search);
  expect(answer.status).toBe(302);
  return answer.headers.get("location");
}

describe("with Google", () => {
  test("makes an account, keeps what the visitor drew, and finds it again", async () => {
    const [jar, email] = [new Jar(), newEmail()];
    const { id } = await jar.newSketch();
    expect(await signIn(jar, email)).toBe(`${PAGE}/account`);
    const user = await jar.me();
    expect(user).toMatchObject({ anonymous: false, email });
    expect(await jar.sketchIds()).toEqual([id]);
    const again = new Jar();
    await signIn(again, email);
    expect((await again.me())?.id).toBe(user?.id);
  });

  test("keeps nothing of Google's: no token, no picture of a face", async () => {
    await signIn(new Jar(), newEmail());
    for (const table of ["users", "logins", "devices"]) {
      const text = JSON.stringify((await env.DB.prepare(`SELECT * FROM ${table}`).all()).results);
      expect(text).not.toContain("eyJ");
      expect(text).not.toContain("face.png");
    }
  });

  test("a confirmed address is the same person, however they came first", async () => {
    const [jar, email] = [new Jar(), newEmail()];
    const { id } = await jar.signInByLink(email);
    const other = new Jar();
    await signIn(other, email);
    expect((await other.me())?.id).toBe(id);
  });

  test("an account that somebody began with this address and never confirmed loses its password", async () => {
    const [attacker, owner, email] = [new Jar(), new Jar(), newEmail()];
    const password = "chosen by the attacker";
    await attacker.post("/api/account/sign-up", { email, password });
    expect(await signIn(owner, email)).toBe(`${PAGE}/account`);
    expect((await owner.me())?.email).toBe(email);
    expect((await attacker.post("/api/account/sign-in", { email, password })).status).toBe(401);
  });

  test.each(["signature", "issuer", "audience", "nonce", "expired", "no_email"])(
    "a token with something wrong (%s) signs nobody in",
    async (spoil) => {
      const jar = new Jar();
      expect(await signIn(jar, newEmail(), { spoil })).toBe(`${PAGE}/sign-in?problem=google`);
      expect(await jar.me()).toBeNull();
    },
  );

  test("an address that Google does not vouch for takes over no account", async () => {
    const [jar, email] = [new Jar(), newEmail()];
    await jar.signInByLink(email);
    const other = new Jar();
    expect(await signIn(other, email, { spoil: "unverified", subject: "another-person" })).toBe(
      `${PAGE}/sign-in?problem=google`,
    );
    expect(await other.me()).toBeNull();
  });

  test("coming back in another browser, twice, with another's state or with none signs nobody in", async () => {
    const [jar, other] = [new Jar(), new Jar()];
    const back = await goThere(jar, newEmail());
    const path = back.pathname + back.search;
    const problem = `${PAGE}/sign-in?problem=google`;
    expect((await other.call("GET", path)).headers.get("location")).toBe(problem);
    const elsewhere = await goThere(other, newEmail());
    elsewhere.searchParams.set("code", back.searchParams.get("code") ?? "");
    expect((await jar.call("GET", path)).headers.get("location")).toBe(`${PAGE}/account`);
    expect((await jar.call("GET", path)).headers.get("location")).toBe(problem);
    expect((await other.call("GET", elsewhere.pathname + elsewhere.search)).headers.get("location")).toBe(
      problem,
    );
    for (const query of ["", "?code=x", "?state=x", "?error=access_denied&state=x"]) {
      const answer = await call("GET", `/api/account/callback/google${query}`);
      expect(answer.headers.get("location")).toBe(problem);
    }
  });

  test("who was banned is told so", async () => {
    const [jar, email] = [new Jar(), newEmail()];
    await signIn(jar, email);
    await env.DB.prepare("UPDATE users SET banned_at = 1 WHERE email = ?").bind(email).run();
    expect(await signIn(new Jar(), email)).toBe(`${PAGE}/sign-in?problem=closed`);
  });
});
