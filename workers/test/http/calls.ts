/** One sound call of every declared route, made from its own contract. */
import { declaredRoutes, type Declared } from "../../src/http/route.ts";
import { type Access } from "../../src/http/access.ts";
import { app } from "../../src/app.ts";
import type { Call } from "../people.ts";
import type { Cast } from "./cast.ts";
import { readDocument, type Operation } from "./document.ts";
import { randomUlid, sample, seeded } from "@llamasketch/testing/sample";

export interface Knock {
  method: string;
  /** As it was declared, with braces. */
  pattern: string;
  access: Access;
  operation: Operation;
  /** The address with these ids in it. */
  path(ids: Ids): string;
  /** What else a sound call carries. */
  more: Call;
}
export interface Ids {
  sketch: string;
  picture: string;
}

export const UNKNOWN: Ids = {
  sketch: "skt_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  picture: "pic_01ARZ3NDEKTSV4RRFFQ69G5FAV000000100000010",
};

export const idsOf = ({ visitor, picture }: Pick<Cast, "visitor" | "picture">): Ids => ({
  sketch: visitor.sketch.id,
  picture,
});

/** In the order they were declared. */
export async function everyRoute(): Promise<Knock[]> {
  // Whoever declares routes does so when the app is made.
  if (app.routes.length === 0) throw new Error("the app has no routes");
  const operations = await readDocument();
  return declaredRoutes().map((route) => {
    const found = operations.find(({ method, path }) => method === route.method && path === route.path);
    if (!found) throw new Error(`${route.method} ${route.path} is not in the document`);
    return knockOf(route, found);
  });
}

function knockOf({ method, path: pattern, access }: Declared, operation: Operation): Knock {
  const random = seeded(7);
  const query = operation.parameters
    .filter((parameter) => parameter.in === "query" && parameter.required)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(String(sample(schema, random)))}`)
    .join("&");
  const isSocket = operation.responses["101"] !== undefined;
  return {
    method,
    pattern,
    access,
    operation,
    path: ({ sketch, picture }) =>
      pattern
        .replace("{id}", idFor(operation, { sketch, picture }))
        .replace("{address}", `${sketch}:1`)
        .replaceAll(/\{(\w+)\}/g, (_all, name: string) => wordFor(operation, name)) +
      (query ? `?${query}` : ""),
    more: {
      ...(operation.body && { json: sample(operation.body, random) }),
      ...(isSocket && { headers: { upgrade: "websocket" } }),
    },
  };
}

function idFor({ parameters }: Operation, { sketch, picture }: Ids): string {
  const pattern = parameters.find(({ name }) => name === "id")?.schema.pattern ?? "";
  if (pattern.startsWith("^skt_")) return sketch;
  if (pattern.startsWith("^pic_")) return picture;
  return `${pattern.slice(1, 5)}${randomUlid(seeded(1))}`;
}

/** What stands in an address and is no id. */
function wordFor({ parameters }: Operation, name: string): string {
  const schema = parameters.find((parameter) => parameter.name === name)?.schema ?? {};
  return encodeURIComponent(String(sample(schema, seeded(1))));
}
