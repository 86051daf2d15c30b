/** Somebody with a key and credits at the media API, and a host that makes what they ask for. */
import type { GenerationView } from "@llamasketch/contract";
import { newKeyOf, newPerson, type Person } from "../http/cast.ts";
import { JobHost } from "../jobs/stage.ts";
import { call, expectJson, give } from "../people.ts";

export const SMALL = { widthPx: 256, heightPx: 256 };

export class Asker {
  readonly person: Person;
  readonly holderId: string;
  readonly key: { authorization: string };
  constructor(person: Person, holderId: string, key: string) {
    this.person = person;
    this.holderId = holderId;
    this.key = { authorization: `Bearer ${key}` };
  }

  static async start(credits = 1000): Promise<Asker> {
    const person = await newPerson();
    const holderId = await give(person.cookie, credits);
    const key = await newKeyOf(person, ["generations:read", "generations:write"]);
    return new Asker(person, holderId, key);
  }

  post(path: string, json: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return call("POST", path, { json, headers: { ...this.key, ...headers } });
  }
  ask(json: object, headers: Record<string, string> = {}): Promise<GenerationView> {
    return expectJson(this.post("/api/v1/generations", json, headers), 201);
  }
  look(id: string): Promise<GenerationView> {
    return expectJson(call("GET", `/api/v1/generations/${id}`, { headers: this.key }));
  }

  /** A picture that is there already. */
  async picture(host: PainterHost, size: object = SMALL): Promise<string> {
    const { id } = await this.ask({ prompt: "a house at dusk", ...size });
    await host.make();
    return id;
  }
}

const WORKFLOWS = [
  "painter-text-to-image",
  "painter-image-to-image",
  "painter-upscale",
  "painter-image-to-video",
];

export class PainterHost {
  readonly host: JobHost;
  constructor(host: JobHost) {
    this.host = host;
  }

  static async start(): Promise<PainterHost> {
    const painter = new PainterHost(await JobHost.start());
    painter.ask();
    return painter;
  }
  ask(): void {
    this.host.ask({ workflows: WORKFLOWS });
  }
  /** Makes the next job that is offered. */
  async make(): Promise<void> {
    await this.host.finish(await this.host.offered());
    this.ask();
  }
}

export const pathOf = (url: string | null | undefined): string => (url ?? "").replace(/^https:\/\/[^/]+/, "");
