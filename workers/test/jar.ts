/** A browser's part in a sign-in: it keeps cookies, and its person reads mail. */
import type { SketchView, UserView } from "@llamasketch/contract";
import { call, expectJson, type Call } from "./people.ts";
import type { KeptLetter } from "../src/mail/mailer.ts";

const CHROME =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";

export class Jar {
  readonly cookies = new Map<string, string>();
  readonly userAgent: string;
  constructor(userAgent = CHROME) {
    this.userAgent = userAgent;
  }

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async call(method: string, path: string, options: Call = {}): Promise<Response> {
    const headers = { "user-agent": this.userAgent, ...options.headers };
    const answer = await call(method, path, { cookie: this.cookie, ...options, headers });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      const value = pair.slice(at + 1);
      if (/max-age=0/i.test(line)) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), value);
    }
    return answer;
  }

  post(path: string, json: object): Promise<Response> {
    return this.call("POST", path, { json });
  }

  async me(): Promise<UserView | null> {
    return (await expectJson<{ user: UserView | null }>(this.call("GET", "/api/me"))).user;
  }

  async newSketch(json: object = {}): Promise<SketchView> {
    return expectJson(this.post("/api/sketches", json), 201);
  }

  async sketchIds(): Promise<string[]> {
    const { sketches } = await expectJson<{ sketches: SketchView[] }>(this.call("GET", "/api/sketches"));
    return sketches.map(({ id }) => id);
  }

  /** Asks for a link and opens it: signed in afterwards. */
  async signInByLink(email: string): Promise<UserView> {
    await expectStatus(this.post("/api/account/links", { email }), 202);
    await expectStatus(this.post("/api/account/links/open", { proof: await proofTo(email) }), 204);
    const user = await this.me();
    if (!user) throw new Error("nobody is signed in after a link was opened");
    return user;
  }
}

export async function expectStatus(answer: Promise<Response>, status: number): Promise<Response> {
  const response = await answer;
  if (response.status !== status)
    throw new Error(`${response.status} instead of ${status}: ${await response.text()}`);
  return response;
}

/** Newest first. */
export async function lettersTo(email: string): Promise<KeptLetter[]> {
  const asked = call("GET", `/dev/mail?to=${encodeURIComponent(email)}`, {
    headers: { accept: "application/json" },
  });
  return (await expectJson<{ letters: KeptLetter[] }>(asked)).letters;
}

/** The proof in the newest letter to this address. */
export async function proofTo(email: string): Promise<string> {
  const [letter] = await lettersTo(email);
  const proof = letter?.text.match(/https:\/\/llama\.test\/sign-in\/\w+#(\S+)/)?.[1];
  if (!proof) throw new Error(`no letter with a link to ${email}`);
  return proof;
}

let count = 0;
/** An address that nobody had before. */
export const newEmail = (): string => `person-${Date.now().toString(36)}-${(count += 1)}@example.com`;
