/** Somebody at a browser without one: keeps cookies and reads the letters that this machine would have sent. */
export class Visitor {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async post(path: string, json: object): Promise<Response> {
    const answer = await fetch(this.#url + path, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: this.cookie },
      body: JSON.stringify(json),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  }

  async signUp(email: string): Promise<void> {
    await this.post("/api/account/sign-up", { email, password: "a password of the bench" });
    await this.post("/api/account/confirmations", { proof: await this.#proofTo(email) });
  }

  async signInByLink(email: string): Promise<void> {
    await this.post("/api/account/links", { email });
    await this.post("/api/account/links/open", { proof: await this.#proofTo(email) });
  }

  async newToken(): Promise<string> {
    const answer = await this.post("/api/account/tokens", {});
    return ((await answer.json()) as { token: string }).token;
  }

  async newKey(): Promise<string> {
    const answer = await this.post("/api/account/keys", { name: "bench", scopes: ["sketches:read"] });
    return ((await answer.json()) as { key: string }).key;
  }

  async #proofTo(email: string): Promise<string> {
    const asked = await fetch(`${this.#url}/dev/mail?to=${encodeURIComponent(email)}`, {
      headers: { accept: "application/json" },
    });
    const { letters } = (await asked.json()) as { letters: { text: string }[] };
    const proof = letters[0]?.text.match(/#(\S+)/)?.[1];
    if (!proof) throw new Error(`no letter to ${email}`);
    return proof;
  }
}
