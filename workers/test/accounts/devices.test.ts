/** L34: where one is signed in, and how that ends; tokens and keys for programs. */
import { env } from "cloudflare:workers";
import { CLOSE } from "@llamasketch/contract";
import { describe, expect, test } from "vitest";
import { Drawer } from "../drawer.ts";
import { expectProblem } from "../http/problem.ts";
import { newKeyOf, newPerson, newTokenOf } from "../http/cast.ts";
import { Jar, expectStatus, newEmail } from "../jar.ts";
import { call, expectJson, ticketFor, type Owned } from "../people.ts";
import { Wire } from "../wire.ts";

interface Device {
  id: string;
  name: string;
  current: boolean;
}
const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0";
const devicesOf = async (jar: Jar): Promise<Device[]> =>
  (await expectJson<{ devices: Device[] }>(jar.call("GET", "/api/account/devices"))).devices;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function twoDevices(): Promise<{ here: Jar; there: Jar; owned: Owned }> {
  const email = newEmail();
  const [here, there] = [new Jar(), new Jar(FIREFOX)];
  const sketch = await here.newSketch();
  await here.signInByLink(email);
  await there.signInByLink(email);
  return { here, there, owned: { cookie: there.cookie, sketch } };
}

describe("devices", () => {
  test("are listed by what they are, the one that asks marked", async () => {
    const { here } = await twoDevices();
    const list = await devicesOf(here);
    expect(
      list.map(({ name, current }) => ({ name, current })).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    ).toEqual([
      { name: "Chrome on Linux", current: true },
      { name: "Firefox on Windows", current: false },
    ]);
  });

  test("one that is revoked is signed out at once: cookie, token and live sockets", async () => {
    const { here, there, owned } = await twoDevices();
    const token = await newTokenOf({ jar: there } as never);
    const drawer = await Drawer.join(owned);
    const mine = await Drawer.join({ ...owned, cookie: here.cookie }, { pen: "watch" });
    const unused = await ticketFor(owned);
    const [other] = (await devicesOf(here)).filter(({ current }) => !current);
    await expectStatus(here.call("DELETE", `/api/account/devices/${other?.id}`), 204);
    expect(await there.me()).toBeNull();
    await expectProblem(call("GET", "/api/sketches", { headers: bearer(token) }), "unauthorized");
    expect(await drawer.wire.ended()).toEqual(CLOSE.turned_away);
    expect(await Wire.dial(`${unused.path}?ticket=${unused.ticket}`)).toMatchObject({ status: 401 });
    await expectProblem(
      call("POST", `/api/sketches/${owned.sketch.id}/tickets`, { cookie: owned.cookie }),
      "unauthorized",
    );
    expect(mine.wire.closed).toBeNull();
    expect((await devicesOf(here)).map(({ current }) => current)).toEqual([true]);
  });

  test("all others at once", async () => {
    const { here, there } = await twoDevices();
    await expectStatus(here.call("DELETE", "/api/account/devices"), 204);
    expect(await there.me()).toBeNull();
    expect((await here.me())?.anonymous).toBe(false);
  });

  test("somebody else's cannot be revoked, nor seen to exist", async () => {
    const [mine, theirs] = [await newPerson(), await newPerson()];
    await expectProblem(mine.jar.call("DELETE", `/api/account/devices/${theirs.deviceId}`), "not_found");
    expect((await theirs.jar.me())?.id).toBe(theirs.userId);
  });

  test("signing out ends this one, and is harmless twice", async () => {
    const { here, there } = await twoDevices();
    await expectStatus(there.post("/api/account/sign-out", {}), 204);
    await expectStatus(there.post("/api/account/sign-out", {}), 204);
    expect(there.cookies.has("ls_device")).toBe(false);
    expect((await devicesOf(here)).length).toBe(1);
  });

  test("whoever signs in while drawing goes on drawing, as who they are now", async () => {
    const jar = new Jar();
    const sketch = await jar.newSketch();
    const drawer = await Drawer.join({ cookie: jar.cookie, sketch });
    const stolen = jar.cookie;
    await jar.signInByLink(newEmail());
    expect(await drawer.wire.ended()).toEqual(CLOSE.turned_away);
    const again = await Drawer.join({ cookie: jar.cookie, sketch });
    expect(again.wire.closed).toBeNull();
    await expectProblem(call("POST", `/api/sketches/${sketch.id}/tickets`, { cookie: stolen }), "not_found");
  });

  test("one that is not seen for long is signed out; one that is seen is not written for every request", async () => {
    const { jar, deviceId } = await newPerson();
    const row = () =>
      env.DB.prepare("SELECT seen_at, expires_at FROM devices WHERE id = ?")
        .bind(deviceId)
        .first<{ seen_at: number; expires_at: number }>();
    const before = await row();
    await jar.me();
    expect(await row()).toEqual(before);
    await env.DB.prepare("UPDATE devices SET seen_at = 1 WHERE id = ?").bind(deviceId).run();
    await jar.me();
    expect((await row())?.seen_at).toBeGreaterThan(1);
    await env.DB.prepare("UPDATE devices SET expires_at = 1 WHERE id = ?").bind(deviceId).run();
    expect(await jar.me()).toBeNull();
  });
});

describe("access tokens", () => {
  test("are good in place of the cookie, for what the person may", async () => {
    const person = await newPerson();
    const headers = bearer(await newTokenOf(person));
    const { sketches } = await expectJson<{ sketches: { id: string }[] }>(
      call("GET", "/api/sketches", { headers }),
    );
    expect(sketches.map(({ id }) => id)).toEqual([person.sketchId]);
    expect((await call("GET", "/api/account/devices", { headers })).status).toBe(200);
  });
});

describe("keys", () => {
  test("are shown once, listed by their beginning, and do what they are for", async () => {
    const person = await newPerson();
    const key = await newKeyOf(person, ["sketches:read"]);
    expect(key).toMatch(/^lsk_[0-9A-Z]{26}_[\w-]{51}$/);
    const listed = await (await person.jar.call("GET", "/api/account/keys")).text();
    expect(listed).not.toContain(key);
    expect(listed).toContain(key.slice(0, 31));
    const headers = bearer(key);
    expect((await call("GET", `/api/sketches/${person.sketchId}`, { headers })).status).toBe(200);
    await expectProblem(call("DELETE", `/api/sketches/${person.sketchId}`, { headers }), "forbidden");
    await expectProblem(call("POST", "/api/sketches", { headers, json: {} }), "forbidden");
    const { results } = await env.DB.prepare("SELECT digest, prefix FROM api_keys").all();
    expect(JSON.stringify(results)).not.toContain(key.slice(31));
  });

  test("that are revoked open nothing; somebody else's cannot be revoked", async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const key = await newKeyOf(person, ["sketches:read", "sketches:write"]);
    const id = `key_${key.split("_")[1]}`;
    await expectProblem(other.jar.call("DELETE", `/api/account/keys/${id}`), "not_found");
    await expectStatus(person.jar.call("DELETE", `/api/account/keys/${id}`), 204);
    await expectProblem(call("GET", "/api/sketches", { headers: bearer(key) }), "unauthorized");
  });

  test("with a secret that is off by one letter open nothing", async () => {
    const person = await newPerson();
    const key = await newKeyOf(person, ["sketches:read"]);
    const off = key.slice(0, -1) + (key.endsWith("A") ? "B" : "A");
    await expectProblem(call("GET", "/api/sketches", { headers: bearer(off) }), "unauthorized");
  });

  test("cannot make keys, tokens or devices of their own", async () => {
    const person = await newPerson();
    const headers = bearer(await newKeyOf(person, ["sketches:read", "sketches:write"]));
    const json = { name: "more", scopes: ["sketches:read"] };
    await expectProblem(call("POST", "/api/account/keys", { headers, json }), "forbidden");
    await expectProblem(call("POST", "/api/account/tokens", { headers }), "forbidden");
    await expectProblem(call("GET", "/api/account/devices", { headers }), "forbidden");
  });

  test("an account has twenty at most", async () => {
    const person = await newPerson();
    for (let made = 0; made < 20; made++) await newKeyOf(person, ["sketches:read"]);
    const json = { name: "one more", scopes: ["sketches:read"] };
    await expectProblem(person.jar.post("/api/account/keys", json), "conflict");
  });
});
