/** The API's document, as generators of clients read it: what they cannot read is not in it. */
import { expect, test } from "vitest";
import { call, expectJson } from "../people.ts";

type Tree = Record<string, unknown>;
interface Operation extends Tree {
  operationId: string;
  summary: string;
  tags: string[];
  parameters?: { in: string; name: string }[];
  requestBody?: { required?: boolean };
  responses: Record<string, { headers?: Tree }>;
}
interface Document {
  info: { license: { identifier: string } };
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Tree>; securitySchemes: Tree };
}
const read = (path: string): Promise<Document> => expectJson<Document>(call("GET", path));
const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null;

/** Every object in it, with where it stands. */
function* walk(value: unknown, at = "#"): Generator<[at: string, tree: Tree]> {
  if (!isTree(value)) return;
  if (!Array.isArray(value)) yield [at, value];
  for (const [name, part] of Object.entries(value)) yield* walk(part, `${at}/${name}`);
}
const typesOf = ({ type }: Tree): unknown[] => (Array.isArray(type) ? type : [type]);

test.each(["/api/openapi.json", "/api/v1/openapi.json"])("%s", async (path) => {
  const document = await read(path);
  const operations = Object.entries(document.paths).flatMap(([route, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ what: `${method} ${route}`, operation })),
  );
  expect(operations.length).toBeGreaterThan(15);

  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { what, operation } of operations) {
    expect(operation.operationId, what).toMatch(/^[a-z][A-Za-z0-9]+$/);
    expect(operation.summary, what).toMatch(/^[A-Z].{6,}[^.]$/);
    expect(operation.tags, what).toHaveLength(1);
    expect(document.tags.find(({ name }) => name === operation.tags[0])?.description, what).toBeTruthy();
    const refusals = Object.keys(operation.responses).filter((status) => status.startsWith("4"));
    expect(refusals, what).not.toEqual([]);
    if (operation.responses["401"])
      expect(operation.responses["401"].headers, what).toHaveProperty("WWW-Authenticate");
  }

  const { schemas } = document.components;
  for (const [at, tree] of walk(document)) {
    if (typeof tree.$ref === "string") expect(schemas, at).toHaveProperty(tree.$ref.split("/").at(-1) ?? "");
    const types = typesOf(tree);
    // Names, not type lists: what may be null and has fields is a component.
    if (types.includes("null")) expect(types, at).not.toContain("object");
    if (types.includes("integer") && !tree.enum && tree.format !== "int64") {
      expect(tree.maximum, at).toBeLessThanOrEqual(2 ** 31 - 1);
      expect(tree.minimum, at).toBeGreaterThanOrEqual(-(2 ** 31));
    }
  }
  // Nothing that is not used.
  const used = new Set([...walk(document)].map(([, { $ref }]) => String($ref).split("/").at(-1)));
  for (const name of Object.keys(schemas)) expect(used, name).toContain(name);
  const security = JSON.stringify(operations.map(({ operation }) => operation.security));
  for (const name of Object.keys(document.components.securitySchemes))
    expect(security, name).toContain(`"${name}"`);
});

test("what generators got wrong: a seed beyond 31 bits, a scale, sides in steps, an object that may be null", async () => {
  const { components } = await read("/api/v1/openapi.json");
  const { GenerationCreate: create, Generation: view } = components.schemas as Record<
    "GenerationCreate" | "Generation",
    { properties: Record<string, Tree> }
  >;
  expect(create.properties.seed).toMatchObject({ type: "integer", format: "int64", maximum: 2 ** 32 - 1 });
  expect(create.properties.scale).toEqual({ type: "integer", enum: [2, 4] });
  expect(create.properties.widthPx).toMatchObject({ type: "integer", multipleOf: 16 });
  expect(view.properties.queue).toEqual({
    anyOf: [{ $ref: "#/components/schemas/GenerationQueue" }, { type: "null" }],
  });
});
