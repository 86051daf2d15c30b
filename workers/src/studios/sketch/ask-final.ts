/** A canvas of a sketch becomes a job: checked, priced, stored, and held for. What is refused leaves nothing behind. */
import { FINAL_CANVAS_MAX_BYTES, type FinalCreate, type JobFormat } from "@llamasketch/contract";
import type { JobRow, SketchRow } from "@llamasketch/db";
import { requireUser } from "../../http/require-caller.ts";
import { payerFor } from "../../guests/payer.ts";
import type { Caller } from "../../http/caller.ts";
import { ApiError } from "../../http/errors.ts";
import { newId } from "../../ids.ts";
import { unitsOf } from "../../prices/promise.ts";
import { isReadable } from "../../media/readable.ts";
import { wholePicture } from "@llamasketch/pictures";
import { admitJob, onceForKey, type KeyedCall } from "../../jobs/admit-job.ts";
import { expectedBytes } from "../../jobs/expected-bytes.ts";
import { canvasKey } from "../../media/job-keys.ts";
import { leaveToAsk, type Leave } from "../../jobs/leave-to-ask.ts";
import type { QueueRights } from "../../accounts/queue-rights.ts";
import { requireRoom } from "../../storage/budget.ts";
import { finalModel, finalPriceRequest } from "./final-models.ts";
import { FINAL_KIND, type FinalRequest } from "./final-request.ts";

const JOB_OF = { class: "interactive", outputs: 1, webhookUrl: null } as const;

export async function askFinal(
  caller: Caller,
  sketch: SketchRow,
  { about, image }: { about: FinalCreate; image: Uint8Array<ArrayBuffer> },
  idempotencyKey: string | null,
): Promise<JobRow> {
  const services = caller.ports;
  const nowMs = Date.now();
  const ownerId = requireUser(caller);
  const { settings, widthPx, heightPx } = about;
  const identity = caller.identity;
  const person = identity?.person ?? null;
  const words = { "settings.prompt": settings.prompt };
  const leave = await leaveToAsk(services, { person, isProgram: identity?.scopes != null, words }, nowMs);
  requireWithin(about, leave);
  if (image.length > FINAL_CANVAS_MAX_BYTES)
    throw new ApiError("payload_too_large", `A canvas may hold ${FINAL_CANVAS_MAX_BYTES} bytes.`);
  const head = await wholePicture(image, widthPx * heightPx);
  if (head?.widthPx !== widthPx || head.heightPx !== heightPx || !(await isReadable(image, head)))
    throw new ApiError("bad_request", "The canvas is not a complete picture of the given size.", {
      fields: { image: "Not what it says." },
    });
  const { quote: _quote, ...asked } = about;
  const request: FinalRequest = { ...asked, sketchId: sketch.id, canvas: await digestOf(image) };
  const call = {
    ownerId,
    kind: FINAL_KIND,
    idempotencyKey,
    isSame: (stored: unknown) => JSON.stringify(stored) === JSON.stringify(request),
  };
  const work = { ...call, about, image, format: head.format, request, leave };
  return onceForKey(services, call, nowMs, () => admit(caller, work, nowMs));
}

interface AskedFinal extends KeyedCall {
  about: FinalCreate;
  image: Uint8Array<ArrayBuffer>;
  format: JobFormat;
  request: FinalRequest;
  leave: Leave;
}

/** A call that was not made before. */
async function admit(
  caller: Caller,
  { about, image, format, request, leave, ...call }: AskedFinal,
  nowMs: number,
): Promise<JobRow> {
  const services = caller.ports;
  const { settings, widthPx, heightPx, quote: quoteId } = about;
  const model = await finalModel(services);
  const units = await unitsOf(services, finalPriceRequest(model, about), quoteId, nowMs);
  const result = { outputs: 1, widthPx, heightPx, isClip: false, isMarked: leave.mark !== null };
  const reservedBytes = image.length + expectedBytes(result);
  const budgetBytes = await requireRoom(caller, reservedBytes, nowMs);
  const payer = await payerFor(caller, units, nowMs);
  const id = newId("job");
  const key = canvasKey(id);
  await services.media.put(key, image, { httpMetadata: { contentType: `image/${format}` } });
  try {
    return await admitJob(
      services,
      leave,
      {
        ...JOB_OF,
        ...call,
        id,
        reference: `sketch:${request.sketchId}`,
        workflow: model.workflow,
        expectMs: Math.round(model.expectMs * ((widthPx * heightPx) / 1024 ** 2)),
        inputs: {
          ...settings,
          negativePrompt: "",
          quality: "final",
          widthPx,
          heightPx,
          image: { key, format },
        },
        request,
        payerId: payer.holderId,
        units,
        reservedBytes,
        budgetBytes,
        quoteId: quoteId ?? null,
        before: payer.before,
      },
      nowMs,
    );
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
    throw new ApiError("bad_request", "This is larger than your plan allows.", {
      fields: { widthPx: `At most ${sideMaxPx} pixels a side.` },
    });
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
