import { z } from "@hono/zod-openapi";
import type { ZodType } from "zod";

/** What is no id is answered like one that nobody has. */
export const idParam = (id: ZodType) => z.string().openapi({ pattern: z.toJSONSchema(id).pattern ?? "" });
