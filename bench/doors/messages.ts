/** Every message that a client can say on a live socket, many at once: by who holds the pen, who watches, who never greeted. */
import { CLOSE, LIVE_PROTOCOL, clientMessage, sessionMessage } from "@llamasketch/contract";
import { sample, seeded, type Schema } from "@llamasketch/testing/sample";
import { WebSocket } from "ws";
import type { Person } from "./people.ts";
import type { Tally } from "./tally.ts";

const QUIET_MS = 300;
const OPEN_WITHIN_MS = 10_000;
const CLOSES = new Set<number>([1000, 1001, 1005, ...Object.values(CLOSE).map(({ code }) => code)]);

const TYPES = clientMessage.toJSONSchema({ io: "input" }) as { oneOf?: Schema[]; anyOf?: Schema[] };
const SCHEMAS: readonly Schema[] = TYPES.oneOf ?? TYPES.anyOf ?? [];
const nameOf = ({ properties }: Schema): string => String(properties?.type?.const);

interface Heard {
  said: string[];
  code: number | null;
}

export class Messages {
  readonly #url: string;
  readonly #tally: Tally;
  readonly #times: number;
  sent = 0;
  constructor(url: string, tally: Tally, times: number) {
    this.#url = url.replace("localhost", "127.0.0.1").replace(/^http/, "ws");
    this.#tally = tally;
    this.#times = times;
  }

  async run(person: Person): Promise<void> {
    if (SCHEMAS.length < 5) throw new Error("the messages of a client are not in the contract as they were");
    const at = `/api/sketches/${person.things.skt}`;
    const look = (): Promise<{ settings: object; chunks: number }> => person.ask("GET", at);
    const before = await look();
    for (const schema of SCHEMAS) {
      const name = nameOf(schema);
      const ungreeted = await this.#say(person, null, schema);
      if (name !== "hello" && ungreeted.said.some((text) => !/"refused"|"welcome"/.test(text)))
        this.#tally.pass(`${name} without a greeting was answered`);
      // Who watches may take the pen, and is no watcher then.
      if (name !== "take" && name !== "hello") await this.#say(person, "watch", schema);
    }
    await this.#garbage(person, null);
    await this.#garbage(person, "watch");
    const after = await look();
    if (JSON.stringify([before.settings, before.chunks]) !== JSON.stringify([after.settings, after.chunks]))
      this.#tally.pass("what was said without a greeting, or by a watcher, changed the sketch");
    for (const schema of SCHEMAS) await this.#say(person, "take", schema);
    await this.#garbage(person, "take");
    // It still answers.
    await this.#say(person, "free", SCHEMAS[0] ?? {});
  }

  async #say(person: Person, pen: string | null, schema: Schema): Promise<Heard> {
    const name = nameOf(schema);
    return this.#talk(person, pen, name, (socket) => {
      for (let at = 0; at < this.#times; at++)
        socket.send(JSON.stringify({ ...(sample(schema, seeded(at)) as object), type: name }));
    });
  }

  #garbage(person: Person, pen: string | null): Promise<Heard> {
    const odd = ["", "{", "null", "[]", '{"type":"nothing"}', '{"type":"settings"}', "💣".repeat(99), "\0"];
    return this.#talk(person, pen, "garbage", (socket) => {
      for (let at = 0; at < this.#times; at++)
        socket.send(at % 3 === 2 ? new Uint8Array(at * 7).fill(at) : (odd[at % odd.length] ?? ""));
    });
  }

  async #talk(
    person: Person,
    pen: string | null,
    what: string,
    talk: (socket: WebSocket) => void,
  ): Promise<Heard> {
    const { path, ticket } = await person.ask<{ path: string; ticket: string }>(
      "POST",
      `/api/sketches/${person.things.skt}/tickets`,
    );
    const socket = new WebSocket(`${this.#url}${path}?ticket=${ticket}`);
    const heard: Heard = { said: [], code: null };
    const who = `${what}, ${pen ?? "without a greeting"}`;
    socket.on("message", (data, isBinary) => {
      if (isBinary) return;
      const text = (data as Buffer).toString();
      heard.said.push(text);
      if (text !== "pong" && !sessionMessage.safeParse(JSON.parse(text)).success)
        this.#tally.surprise(`${who}: ${text.slice(0, 80)}`);
    });
    socket.on("close", (code) => {
      heard.code = code;
    });
    socket.on("error", () => undefined);
    if (!(await opened(socket))) {
      this.#tally.fail(`${who}: the socket does not open`);
      return heard;
    }
    if (pen !== null)
      socket.send(JSON.stringify({ type: "hello", protocol: LIVE_PROTOCOL, clientId: `doors-${pen}`, pen }));
    this.sent += this.#times;
    talk(socket);
    await sleep(QUIET_MS);
    if (heard.code !== null && !CLOSES.has(heard.code)) this.#tally.fail(`${who}: closed with ${heard.code}`);
    socket.terminate();
    return heard;
  }
}

const opened = (socket: WebSocket): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), OPEN_WITHIN_MS);
    socket.once("open", () => {
      clearTimeout(timer);
      resolve(true);
    });
    socket.once("unexpected-response", () => resolve(false));
  });
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
