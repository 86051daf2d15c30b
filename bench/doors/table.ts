/** Every route there is, as the Worker's own document has it: what it takes, what it answers, who is to be let in. */
import type { Schema } from "@llamasketch/testing/sample";

export interface Access {
  who: string;
  /** What a key must be for; null: no key opens it. */
  scope: string | null;
  /** Also open to who was banned. */
  banned: "welcome" | null;
}
interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  schema: Schema;
}
interface Described {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, unknown>;
  "x-access": Access;
}
export interface Route {
  method: string;
  /** As it was declared, with braces. */
  path: string;
  parameters: readonly Parameter[];
  /** Of a JSON body; null where there is none. */
  body: Schema | null;
  statuses: ReadonlySet<number>;
  access: Access;
}

export async function readTable(url: string): Promise<Route[]> {
  const answer = await fetch(`${url}/api/openapi.json`);
  const { paths } = (await answer.json()) as { paths: Record<string, Record<string, Described>> };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, described]) => ({
      method: method.toUpperCase(),
      path,
      parameters: described.parameters ?? [],
      body: described.requestBody?.content["application/json"]?.schema ?? null,
      statuses: new Set(Object.keys(described.responses).map(Number)),
      access: described["x-access"],
    })),
  );
}

export const isWrite = ({ method }: Route): boolean => method !== "GET";
const PEOPLE = ["anyone", "owner", "account", "moderator", "admin"];
/** Whether it matters which person asks. */
export const isPersonal = ({ access }: Route): boolean => PEOPLE.includes(access.who);
/** What an id in its address is of; null where there is none. */
export const idPrefix = ({ parameters }: Route): string | null =>
  parameters.find(({ name }) => name === "id")?.schema.pattern?.match(/^\^(\w{3})_/)?.[1] ?? null;
export const takesKey = ({ parameters }: Route): boolean =>
  parameters.some(({ name }) => name.toLowerCase() === "idempotency-key");
