import { z } from "@hono/zod-openapi";
import { jobId, pictureId, sketchId } from "@llamasketch/contract";

export const sketchParams = { params: z.object({ id: sketchId }) };
export const pictureParams = { params: z.object({ id: pictureId }) };
export const finalParams = { params: z.object({ id: jobId }) };
