/** One of everybody who may knock, each with what they own. */
import { env } from "cloudflare:workers";
import type { Scope } from "@llamasketch/contract";
import { keptPicture } from "../kept-picture.ts";
import { Jar, newEmail } from "../jar.ts";
import { expectJson, newSketch, type Owned } from "../people.ts";

export interface Person {
  jar: Jar;
  cookie: string;
  userId: string;
  deviceId: string;
  sketchId: string;
  email: string;
}

export interface Cast {
  visitor: Owned;
  picture: string;
  stranger: Owned;
  account: Person;
  otherAccount: Person;
  moderator: Person;
  admin: Person;
  banned: Person;
  /** Whom admins do things to. */
  subject: Person;
}

export async function newPerson(role = "user"): Promise<Person> {
  const jar = new Jar();
  const email = newEmail();
  const { id: sketchId } = await jar.newSketch();
  const { id: userId, deviceId } = await jar.signInByLink(email);
  if (role !== "user")
    await env.DB.prepare("UPDATE users SET role = ? WHERE id = ?").bind(role, userId).run();
  return { jar, cookie: jar.cookie, userId, deviceId: deviceId ?? "", sketchId, email };
}

export async function newCast(): Promise<Cast> {
  const visitor = await newSketch();
  const picture = await keptPicture(visitor);
  const cast = {
    visitor,
    picture,
    stranger: await newSketch(),
    account: await newPerson(),
    otherAccount: await newPerson(),
    moderator: await newPerson("moderator"),
    admin: await newPerson("admin"),
    banned: await newPerson(),
    subject: await newPerson(),
  };
  await env.DB.prepare("UPDATE users SET banned_at = 1 WHERE id = ?").bind(cast.banned.userId).run();
  return cast;
}

/** A key of this person's, whole. */
export async function newKeyOf({ jar }: Person, scopes: Scope[]): Promise<string> {
  const { key } = await expectJson<{ key: string }>(
    jar.post("/api/account/keys", { name: "A program", scopes }),
    201,
  );
  return key;
}

export async function newTokenOf({ jar }: Person): Promise<string> {
  const { token } = await expectJson<{ token: string }>(jar.post("/api/account/tokens", {}), 201);
  return token;
}
