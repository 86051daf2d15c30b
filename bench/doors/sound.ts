/** A sound call of a route: from its own contract, or, where a contract cannot tell what makes sense, as said here. */
import { BLUR, sample, seeded } from "@llamasketch/testing/sample";
import { FINAL, GENERATION, IMAGES, IMPORT, form, type Person } from "./people.ts";
import { idPrefix, type Route } from "./table.ts";

export interface Sound {
  path: string;
  body: Uint8Array | null;
  type: string | null;
}

const encoder = new TextEncoder();
const reason = "asked for by the bench";
/** What a schema leaves open. By what an address ends in. */
const JSONS: readonly [end: RegExp, of: (person: Person) => object][] = [
  [/\/api\/v1\/(generations|quotes)$/, () => GENERATION],
  [/\/generations\/archive$/, ({ things }) => ({ ids: [things.job] })],
  [/\/generations\/\{id\}\/retry$/, () => ({})],
  [/\/finals\/quotes$/, () => ({ widthPx: FINAL.widthPx, heightPx: FINAL.heightPx })],
  [/\/api\/sketches$/, () => ({ title: "Doors" })],
  [/\/api\/quotes$/, () => ({ work: "picture" })],
  [/\/api\/account\/keys$/, () => ({ name: "A program", scopes: ["sketches:read"] })],
  // Nobody leaves while others still knock as them.
  [/\/api\/account\/delete$/, () => ({ confirm: "not it" })],
  [/\/ban$/, () => ({ banned: true, reason })],
  [/\/role$/, () => ({ role: "user", reason })],
  [/\/credits$/, () => ({ units: 1, ticket: "doors", reason })],
  [/\/stops\/\{name\}$/, () => ({ stopped: false, reason })],
];
const FORMS: readonly [end: RegExp, about: object][] = [
  [/\/sketches\/\{id\}\/finals$/, FINAL],
  [/\/sketches\/\{id\}\/pictures$/, IMPORT],
];
/** Whoever does these is not who they were before: they would have to come back for every other call. */
export const isParting = ({ path, method }: Route): boolean =>
  /sign-out$|\/api\/account\/devices$/.test(path) || (method === "DELETE" && path.includes("/devices/"));

/** With this person's ids in it; `seed` makes other values where the contract leaves them open. */
export function soundCall(route: Route, person: Person, seed: number): Sound {
  const { method, path, body } = route;
  const query = route.parameters
    .filter((one) => one.in === "query" && one.required)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(name === "blur" ? BLUR : word(schema, seed))}`)
    .join("&");
  const address = path
    .replace("{id}", idFor(route, person))
    .replace("{address}", `${person.things.skt}:1`)
    .replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
      const schema = route.parameters.find((one) => one.name === name)?.schema ?? {};
      return encodeURIComponent(word(schema, seed));
    });
  const at = query ? `${address}?${query}` : address;
  if (method === "GET") return { path: at, body: null, type: null };
  const about = FORMS.find(([end]) => end.test(path))?.[1];
  if (method === "PUT" && about) return { path: at, ...form(about) };
  if (method === "PUT") return { path: at, body: IMAGES.jpeg, type: "image/jpeg" };
  if (path.endsWith("/uploads")) return { path: at, body: IMAGES.png, type: "image/png" };
  const json = JSONS.find(([end]) => end.test(path))?.[1](person) ?? (body && sample(body, seeded(seed)));
  if (json === null || method === "DELETE") return { path: at, body: null, type: null };
  return { path: at, body: encoder.encode(JSON.stringify(json)), type: "application/json" };
}

const word = (schema: Parameters<typeof sample>[0], seed: number): string =>
  String(sample(schema, seeded(seed)));

function idFor(route: Route, { things }: Person): string {
  const prefix = idPrefix(route);
  if (prefix === "job" || (prefix === null && route.path.includes("/generations/")))
    return route.path.includes("/finals/") ? things.final : things.job;
  if (route.path.includes("/uploads/")) return things.upl;
  const known = prefix === null ? undefined : things[prefix as keyof typeof things];
  return known ? known : `${prefix ?? "req"}_01ARZ3NDEKTSV4RRFFQ69G5FAV`;
}
