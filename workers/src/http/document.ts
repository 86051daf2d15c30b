/** The contract as it is served: what generators of clients need beside what the routes say of themselves. */
import type { AppInstance } from "./context.ts";

type About = Parameters<AppInstance["getOpenAPI31Document"]>[0];

const LICENSE = { name: "Apache-2.0", identifier: "Apache-2.0" };
/** What routes are about, by the first word of their address. */

const INT32 = { min: -(2 ** 31), max: 2 ** 31 - 1 };

/** The routes whose address begins so, and the components they use. */
export function writeDocument(
  app: AppInstance,
  tagTexts: Readonly<Record<string, string>>,
  about: About,
  under = "/",
): string {
  const whole = app.getOpenAPI31Document(about);
  const paths = Object.fromEntries(
    Object.entries(whole.paths ?? {}).filter(([path]) => path.startsWith(under)),
  );
  const used = componentsOf(paths, whole.components?.schemas ?? {});
  const schemas = Object.fromEntries(
    Object.entries(whole.components?.schemas ?? {}).filter(([name]) => used.has(name)),
  );
  const operations = Object.values(paths).flatMap((path) => Object.values(path).filter(isRecord));
  const tags = [...new Set(operations.flatMap(({ tags: of }) => (Array.isArray(of) ? of.map(String) : [])))];
  const shown = new Set(operations.flatMap(({ security }) => JSON.stringify(security).match(/\w+/g) ?? []));
  const securitySchemes = Object.fromEntries(
    Object.entries(whole.components?.securitySchemes ?? {}).filter(([name]) => shown.has(name)),
  );
  return JSON.stringify(
    {
      ...whole,
      info: { ...whole.info, license: LICENSE },
      tags: tags.toSorted().map((name) => ({ name, description: aboutTag(tagTexts, name) })),
      paths,
      components: { ...whole.components, schemas, securitySchemes },
    },
    (_name, value: unknown) => withWidth(value),
  );
}

function aboutTag(tagTexts: Readonly<Record<string, string>>, name: string): string {
  const about = tagTexts[name];
  if (about === undefined) throw new Error(`no feature says in its tags what routes of "${name}" are about`);
  return about;
}

/** Whole numbers that do not fit in 32 bits say so: many languages would read them into something too small. */
function withWidth(value: unknown): unknown {
  if (!isRecord(value) || !isInteger(value.type) || value.format !== undefined || value.enum) return value;
  const { minimum = -Infinity, maximum = Infinity } = value;
  return Number(minimum) >= INT32.min && Number(maximum) <= INT32.max ? value : { ...value, format: "int64" };
}

const isInteger = (type: unknown): boolean =>
  type === "integer" || (Array.isArray(type) && type.includes("integer"));

function componentsOf(root: unknown, schemas: Readonly<Record<string, unknown>>): Set<string> {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (!isRecord(value)) return;
    const name = typeof value.$ref === "string" ? value.$ref.split("/").at(-1) : undefined;
    if (name !== undefined && !found.has(name)) {
      found.add(name);
      walk(schemas[name]);
    }
    Object.values(value).forEach(walk);
  };
  walk(root);
  return found;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
