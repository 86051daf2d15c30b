import { z } from "@hono/zod-openapi";
import { pictureId, sketchId } from "@llamasketch/contract";

export const sketchParams = { params: z.object({ id: sketchId }) };
export const pictureParams = { params: z.object({ id: pictureId }) };
