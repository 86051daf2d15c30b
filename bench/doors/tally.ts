/** What came of all calls and messages. */
import type { Route } from "./table.ts";

const SHOWN = 12;

export class Tally {
  fiveHundreds = 0;
  letThrough = 0;
  undocumented = 0;
  readonly #said = new Map<string, number>();
  readonly statuses = new Map<number, number>();

  /** `mayPass`: a success is what the door is there for. */
  answer(route: Route, status: number, who: string, mayPass: boolean): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    const what = `${route.method} ${route.path}, ${who}: ${status}`;
    // Where something is not to be had for a moment its route says so.
    const isFailure = status === 0 || (status >= 500 && !(status === 503 && route.statuses.has(503)));
    if (isFailure) this.fail(what);
    if (!route.statuses.has(status)) this.surprise(what);
    if (!mayPass && status > 0 && status < 400) this.pass(what);
  }

  fail(what: string): void {
    this.fiveHundreds += 1;
    this.#say(`failed: ${what}`);
  }
  pass(what: string): void {
    this.letThrough += 1;
    this.#say(`let through: ${what}`);
  }
  surprise(what: string): void {
    this.undocumented += 1;
    this.#say(`not in the document: ${what}`);
  }

  #say(what: string): void {
    this.#said.set(what, (this.#said.get(what) ?? 0) + 1);
  }

  print(): void {
    for (const [what, times] of [...this.#said].slice(0, SHOWN)) console.log(`  ${times} × ${what}`);
    if (this.#said.size > SHOWN) console.log(`  … and ${this.#said.size - SHOWN} more of other kinds`);
  }
}
