/** Who knocks: people with a thing of every kind each, by cookie or by key. */
import sharp from "sharp";
import type { Answer, Call, Knocker } from "./knock.ts";

const SIDE_PX = 256;
export const SETTINGS = { prompt: "a quiet pond", strength: 0.5, seed: 7 };
export const GENERATION = { prompt: "a quiet pond", model: "painter", widthPx: SIDE_PX, heightPx: SIDE_PX };
const encoder = new TextEncoder();

const plain = (format: "jpeg" | "png") =>
  sharp({ create: { width: SIDE_PX, height: SIDE_PX, channels: 3, background: "#88aacc" } })
    .toFormat(format)
    .toBuffer();
export const IMAGES = { jpeg: await plain("jpeg"), png: await plain("png") };

const BOUNDARY = "----llamasketch-doors";
/** `about` and `image`, as a form. */
export function form(about: object): { body: Uint8Array; type: string } {
  const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="about"\r\n\r\n${JSON.stringify(about)}\r\n--${BOUNDARY}\r\ncontent-disposition: form-data; name="image"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`;
  const body = Buffer.concat([encoder.encode(head), IMAGES.jpeg, encoder.encode(`\r\n--${BOUNDARY}--\r\n`)]);
  return { body, type: `multipart/form-data; boundary=${BOUNDARY}` };
}
export const FINAL = { epoch: 1, version: 1, widthPx: SIDE_PX, heightPx: SIDE_PX, settings: SETTINGS };
export const IMPORT = {
  kind: "live",
  variation: null,
  version: 1,
  quality: "full",
  widthPx: SIDE_PX,
  heightPx: SIDE_PX,
  format: "jpeg",
  settings: SETTINGS,
  pinned: false,
  createdAt: new Date(0).toISOString(),
};

/** Ids of what somebody has, by their prefix. A final is a job too. */
export interface Things {
  skt: string;
  pic: string;
  job: string;
  final: string;
  upl: string;
  key: string;
  dvc: string;
  usr: string;
}

export class Person {
  readonly #knocker: Knocker;
  readonly #cookies = new Map<string, string>();
  #key: string | null = null;
  readonly things: Things = { skt: "", pic: "", job: "", final: "", upl: "", key: "", dvc: "", usr: "" };
  email = "";
  constructor(knocker: Knocker) {
    this.#knocker = knocker;
  }

  /** What makes them known. */
  get credentials(): Record<string, string> {
    if (this.#key !== null) return { authorization: `Bearer ${this.#key}` };
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return cookie ? { cookie } : {};
  }

  async call(call: Omit<Call, "headers" | "hasLength"> & { type?: string }): Promise<Answer> {
    const { type, ...rest } = call;
    const headers = { ...this.credentials, ...(type && { "content-type": type }) };
    return this.#knocker.knock({ ...rest, headers, hasLength: true });
  }

  /** The answer's JSON; throws when it is no success. Cookies are kept. */
  async ask<T>(method: string, path: string, json?: unknown): Promise<T> {
    const answer = await fetch(`${this.#knocker.url}${path}`, {
      method,
      headers: { ...this.credentials, ...(json !== undefined && { "content-type": "application/json" }) },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      if (/max-age=0/i.test(line)) this.#cookies.delete(pair.slice(0, at));
      else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return (text ? JSON.parse(text) : null) as T;
  }

  async #put<T>(
    method: string,
    path: string,
    { body, type }: { body: Uint8Array; type: string },
  ): Promise<T> {
    const answer = await this.call({ method, path, body, type });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return JSON.parse(answer.text) as T;
  }

  /** One thing of every kind that somebody without an account can have. */
  async makeThings(): Promise<void> {
    const { things } = this;
    things.skt = (await this.ask<{ id: string }>("POST", "/api/sketches", { settings: SETTINGS })).id;
    const at = `/api/sketches/${things.skt}`;
    things.pic = (await this.#put<{ id: string }>("PUT", `${at}/pictures`, form(IMPORT))).id;
    things.final = (await this.#put<{ id: string }>("PUT", `${at}/finals`, form(FINAL))).id;
    things.job = (await this.ask<{ id: string }>("POST", "/api/v1/generations", GENERATION)).id;
    const upload = { body: new Uint8Array(IMAGES.png), type: "image/png" };
    things.upl = (await this.#put<{ id: string }>("POST", "/api/v1/uploads", upload)).id;
    things.usr = (await this.ask<{ user: { id: string } }>("GET", "/api/me")).user.id;
    for (const path of [`/api/v1/generations/${things.job}`, `/api/finals/${things.final}`])
      await this.ask("POST", `${path}/cancel`, {});
  }

  async signIn(email: string): Promise<void> {
    this.email = email;
    await this.ask("POST", "/api/account/links", { email });
    await this.ask("POST", "/api/account/links/open", { proof: await this.proof() });
    const { user } = await this.ask<{ user: { id: string; deviceId: string } }>("GET", "/api/me");
    this.things.usr = user.id;
    this.things.dvc = user.deviceId;
    const { id } = await this.newKey(["sketches:read", "generations:read"]);
    this.things.key = id;
  }

  newKey(scopes: readonly string[]): Promise<{ id: string; key: string }> {
    return this.ask("POST", "/api/account/keys", { name: "A program", scopes });
  }

  /** The same person, by a key of theirs. */
  async program(scopes: readonly string[]): Promise<Person> {
    const { key } = await this.newKey(scopes);
    const program = new Person(this.#knocker);
    program.#key = key;
    Object.assign(program.things, this.things);
    return program;
  }

  /** In the newest letter to their address. */
  async proof(): Promise<string> {
    const asked = await fetch(`${this.#knocker.url}/dev/mail?to=${encodeURIComponent(this.email)}`, {
      headers: { accept: "application/json" },
    });
    const { letters } = (await asked.json()) as { letters: { text: string }[] };
    const proof = letters[0]?.text.match(/#(\S+)/)?.[1];
    if (!proof) throw new Error(`no letter to ${this.email}`);
    return proof;
  }
}

export async function newVisitor(knocker: Knocker): Promise<Person> {
  const person = new Person(knocker);
  await person.makeThings();
  return person;
}

export async function newAccount(knocker: Knocker, email: string): Promise<Person> {
  const person = await newVisitor(knocker);
  await person.signIn(email);
  return person;
}
