/** The API as its own document has it. */
import { call, expectJson } from "../people.ts";
import type { Schema } from "@llamasketch/testing/sample";

export interface Parameter {
  name: string;
  in: "path" | "query";
  required?: boolean;
  schema: Schema;
}
interface Described {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
export interface Operation {
  method: string;
  path: string;
  parameters: Parameter[];
  body: Schema | null;
  responses: Described["responses"];
}

export async function readDocument(): Promise<Operation[]> {
  const { paths } = await expectJson<{ paths: Record<string, Record<string, Described>> }>(
    call("GET", "/api/openapi.json"),
  );
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, described]) => ({
      method: method.toUpperCase(),
      path,
      parameters: described.parameters ?? [],
      body: described.requestBody?.content["application/json"]?.schema ?? null,
      responses: described.responses,
    })),
  );
}
