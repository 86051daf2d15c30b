/** What may happen once only, however often it is said at the same time. */
import type { Answer, Knocker } from "./knock.ts";
import { FINAL, GENERATION, IMPORT, form, newAccount, newVisitor, type Person } from "./people.ts";
import { soundCall } from "./sound.ts";
import { takesKey, type Route } from "./table.ts";
import type { Tally } from "./tally.ts";

const encoder = new TextEncoder();
const reason = "asked for by the bench";
const API_KEYS_MAX = 20;

export class Once {
  readonly #knocker: Knocker;
  readonly #tally: Tally;
  readonly #times: number;
  constructor(knocker: Knocker, tally: Tally, times: number) {
    this.#knocker = knocker;
    this.#tally = tally;
    this.#times = times;
  }

  /** Every route that takes an idempotency key: one thing comes of it. */
  async byKey(routes: readonly Route[]): Promise<void> {
    for (const route of routes.filter(takesKey)) {
      const person = await newVisitor(this.#knocker);
      const { path, body, type } = soundCall(route, person, 1);
      const ids = new Set<string>();
      const answers = await this.#same(() =>
        this.#knocker.knock({
          method: route.method,
          path,
          body,
          hasLength: true,
          headers: {
            ...person.credentials,
            ...(type && { "content-type": type }),
            "idempotency-key": "one",
          },
        }),
      );
      for (const { status, text } of answers) {
        this.#tally.answer(route, status, "one key", true);
        if (status < 300) ids.add((JSON.parse(text) as { id: string }).id);
      }
      if (ids.size !== 1) this.#tally.pass(`${route.method} ${route.path}: ${ids.size} of one key`);
      await person.ask("POST", "/api/account/delete", { confirm: "delete" });
    }
  }

  async all(admin: Person): Promise<void> {
    const visitor = await newVisitor(this.#knocker);
    const { id: quote } = await visitor.ask<{ id: string }>("POST", "/api/v1/quotes", GENERATION);
    this.#expect(
      "a promised price",
      await this.#json(visitor, "/api/v1/generations", { ...GENERATION, quote }),
      1,
    );
    const at = `/api/sketches/${visitor.things.skt}`;
    const pictures = async (): Promise<number> =>
      (await visitor.ask<{ pictures: unknown[] }>("GET", `${at}/pictures`)).pictures.length;
    const before = await pictures();
    await this.#same(() =>
      visitor.call({ method: "PUT", path: `${at}/pictures`, ...form({ ...IMPORT, version: 2 }) }),
    );
    this.#is("pictures brought", (await pictures()) - before, 1);
    const secrets = await this.#same(() =>
      visitor.call({ method: "GET", path: "/api/v1/webhook-secret", body: null }),
    );
    this.#is("secrets of webhooks", new Set(secrets.map(({ text }) => text)).size, 1);
    const final = await visitor.call({
      method: "PUT",
      path: `${at}/finals`,
      ...form({ ...FINAL, version: 9 }),
    });
    const { id } = JSON.parse(final.text) as { id: string };
    this.#expect("cancels", await this.#json(visitor, `/api/finals/${id}/cancel`, {}), this.#times);
    await this.#account(admin);
    const word = { confirm: "delete" };
    const gone = await this.#json(visitor, "/api/account/delete", word);
    this.#is(
      "a visitor that left",
      gone.filter(({ status }) => status === 204 || status === 401).length,
      this.#times,
    );
  }

  async #account(admin: Person): Promise<void> {
    const person = await newAccount(this.#knocker, "once@example.com");
    await person.ask("POST", "/api/account/links", { email: person.email });
    const link = await person.proof();
    this.#expect("a mailed link", await this.#json(null, "/api/account/links/open", { proof: link }), 1);
    await person.ask("POST", "/api/account/resets", { email: person.email });
    const reset = { proof: await person.proof(), password: "a password of the bench" };
    this.#expect("a new password", await this.#json(null, "/api/account/resets/open", reset), 1);
    await person.signIn(person.email);
    const keys = { name: "A program", scopes: ["sketches:read"] };
    await this.#json(person, "/api/account/keys", keys);
    const { keys: made } = await person.ask<{ keys: unknown[] }>("GET", "/api/account/keys");
    this.#is("keys of an account", made.length, API_KEYS_MAX);
    const user = `/api/admin/users/${person.things.usr}`;
    const lines = async (action: string): Promise<number> => {
      const audit = await admin.ask<{ lines: { action: string }[] }>(
        "GET",
        `/api/admin/audit?subject=${person.things.usr}`,
      );
      return audit.lines.filter((line) => line.action === action).length;
    };
    const credits = { units: 5, ticket: "once", reason };
    await this.#json(admin, `${user}/credits`, credits);
    const { available } = await admin.ask<{ available: number }>("POST", `${user}/credits`, credits);
    this.#is("credits by one ticket", available, 5);
    await this.#json(admin, `${user}/role`, { role: "moderator", reason });
    await this.#json(admin, `${user}/role`, { role: "user", reason });
    await this.#json(admin, `${user}/ban`, { banned: true, reason });
    await this.#json(admin, `${user}/ban`, { banned: false, reason });
    for (const [action, times] of [
      ["adjust_credits", 1],
      ["set_role", 2],
      ["ban", 1],
      ["unban", 1],
    ] as const)
      this.#is(`${action} in the audit`, await lines(action), times);
  }

  #same<T>(say: () => Promise<T>): Promise<T[]> {
    return Promise.all(Array.from({ length: this.#times }, say));
  }

  #json(person: Person | null, path: string, json: object): Promise<Answer[]> {
    const body = encoder.encode(JSON.stringify(json));
    const headers = { ...person?.credentials, "content-type": "application/json" };
    return this.#same(() => this.#knocker.knock({ method: "POST", path, body, headers, hasLength: true }));
  }

  #expect(what: string, answers: readonly Answer[], successes: number): void {
    for (const { status } of answers)
      if (status === 0 || status >= 500) this.#tally.fail(`${what}: ${status}`);
    this.#is(what, answers.filter(({ status }) => status < 300).length, successes);
  }

  #is(what: string, found: number, wanted: number): void {
    if (found !== wanted) this.#tally.pass(`${what}: ${found} instead of ${wanted}`);
  }
}
