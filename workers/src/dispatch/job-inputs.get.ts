/** The picture that goes into a job, for the host that has it. */
import { callerOf } from "../http/caller-of.ts";
import { jobId } from "@llamasketch/contract";
import { z } from "@hono/zod-openapi";
import type { AppInstance } from "../http/context.ts";
import { notFound } from "../http/errors.ts";
import { defineRoute } from "../http/route.ts";
import { shownObject } from "../media/emptied.ts";
import { jobClaims } from "./job-claims.ts";

const route = defineRoute(
  { who: "lease", limit: null },
  {
    method: "get",
    path: "/api/agents/jobs/{job}/{attempt}/input",
    operationId: "getJobInput",
    summary: "What a job works on",
    request: { params: z.object({ job: jobId, attempt: z.string().regex(/^\d{1,4}$/) }) },
    responses: { 200: { description: "Its bytes" } },
  },
);

export const registerJobInputsGet = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { key } = await jobClaims(callerOf(c), "read");
    const object = await shownObject(c.get("services").media, key);
    if (!object) throw notFound("picture");
    return c.body(object.body, 200, { "content-type": "application/octet-stream" });
  });
