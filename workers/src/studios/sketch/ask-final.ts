/** A canvas of a sketch becomes a job: checked, priced, stored, and held for. What is refused leaves nothing behind. */
import { FINAL_CANVAS_MAX_BYTES, type FinalCreate } from "@llamasketch/contract";
import type { JobRow, SketchRow } from "@llamasketch/db";
import type { Context } from "hono";
import { requireUser } from "../../accounts/identity.ts";
import { payerFor } from "../../free/payer.ts";
import type { App } from "../../http/context.ts";
import { ApiError } from "../../http/errors.ts";
import { newId } from "../../ids.ts";
import { unitsOf } from "../../ledger/promise.ts";
import { isReadable } from "../../media/readable.ts";
import { wholePicture } from "../../media/whole-picture.ts";
import { admitJob, jobOfKey } from "../../spine/admit-job.ts";
import { expectedBytes } from "../../spine/expected-bytes.ts";
import { canvasKey } from "../../spine/job-keys.ts";
import { leaveToAsk } from "../../spine/leave-to-ask.ts";
import type { QueueRights } from "../../spine/queue-rights.ts";
import { requireRoom } from "../../storage/budget.ts";
import { finalModel, finalPriceRequest } from "./final-models.ts";
import { FINAL_KIND, type FinalRequest } from "./final-request.ts";

const JOB_OF = { kind: FINAL_KIND, class: "interactive", outputs: 1, webhookUrl: null } as const;

export async function askFinal(
  c: Context<App>,
  sketch: SketchRow,
  { about, image }: { about: FinalCreate; image: Uint8Array<ArrayBuffer> },
  idempotencyKey: string | null,
): Promise<JobRow> {
  const services = c.get("services");
  const nowMs = Date.now();
  const ownerId = requireUser(c);
  const { settings, widthPx, heightPx } = about;
  const identity = c.get("identity");
  const person = identity?.person ?? null;
  const words = { "settings.prompt": settings.prompt };
  const leave = await leaveToAsk(services, { person, isProgram: identity?.scopes != null, words }, nowMs);
  requireWithin(about, leave);
  if (image.length > FINAL_CANVAS_MAX_BYTES)
    throw new ApiError("payload_too_large", `A canvas may hold ${FINAL_CANVAS_MAX_BYTES} bytes.`);
  const head = await wholePicture(image, widthPx * heightPx);
  if (head?.widthPx !== widthPx || head.heightPx !== heightPx || !(await isReadable(image, head)))
    throw new ApiError("bad_request", "The canvas is not a whole picture of the size that is told.", {
      fields: { image: "Not what it says." },
    });
  const { quote: quoteId, ...asked } = about;
  const request: FinalRequest = { ...asked, sketchId: sketch.id, canvas: await digestOf(image) };
  const known = await jobOfKey(services, { ownerId, idempotencyKey, request }, nowMs);
  if (known) return known;
  const model = await finalModel(services);
  const units = await unitsOf(services, finalPriceRequest(model, about), quoteId, nowMs);
  const result = { outputs: 1, widthPx, heightPx, isClip: false, isMarked: leave.mark !== null };
  const reservedBytes = image.length + expectedBytes(result);
  const budgetBytes = await requireRoom(c, reservedBytes, nowMs);
  const payer = await payerFor(c, units, nowMs).catch(async (error: unknown) => {
    // Another call with this key was first, and took the credits that were enough for one.
    const first = await jobOfKey(services, { ownerId, idempotencyKey, request }, nowMs);
    if (!first) throw error;
    return first;
  });
  if ("kind" in payer) return payer;
  const id = newId("job");
  const key = canvasKey(id);
  await services.media.put(key, image, { httpMetadata: { contentType: `image/${head.format}` } });
  try {
    const row = await admitJob(
      services,
      leave,
      {
        ...JOB_OF,
        id,
        ownerId,
        reference: `sketch:${sketch.id}`,
        workflow: model.workflow,
        expectMs: Math.round(model.expectMs * ((widthPx * heightPx) / 1024 ** 2)),
        inputs: {
          ...settings,
          negativePrompt: "",
          quality: "final",
          widthPx,
          heightPx,
          image: { key, format: head.format },
        },
        request,
        payerId: payer.holderId,
        units,
        idempotencyKey,
        reservedBytes,
        budgetBytes,
        quoteId: quoteId ?? null,
        before: payer.before,
      },
      nowMs,
    );
    // Another call with this key was first.
    if (row.id !== id) await services.media.delete(key);
    return row;
  } catch (error) {
    if (!(await services.jobs.byId(id))) await services.media.delete(key);
    throw error;
  }
}

/** Throws when the size is beyond the caller's plan. */
export function requireWithin(
  { widthPx, heightPx }: Pick<FinalCreate, "widthPx" | "heightPx">,
  { sideMaxPx }: QueueRights,
): void {
  if (Math.max(widthPx, heightPx) > sideMaxPx)
    throw new ApiError("bad_request", "This is larger than your plan makes.", {
      fields: { widthPx: `At most ${sideMaxPx} pixels a side.` },
    });
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
