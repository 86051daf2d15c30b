/** A canvas of a sketch becomes a job: checked, priced, stored, and held for. What is refused leaves nothing behind. */
import { FINAL_CANVAS_MAX_BYTES, REFUSALS, type FinalCreate, type JobFormat } from "@llamasketch/contract";
import type { JobRow, SketchRow } from "@llamasketch/db";
import type { Context } from "hono";
import { requireUser } from "../../accounts/identity.ts";
import { requireRunning } from "../../admin/running.ts";
import { payerFor } from "../../free/payer.ts";
import type { App } from "../../http/context.ts";
import { ApiError } from "../../http/errors.ts";
import { newId } from "../../ids.ts";
import { unitsOf } from "../../ledger/promise.ts";
import { wholePicture } from "../../media/whole-picture.ts";
import { allowsPrompt } from "../../moderation/prompt-rules.ts";
import { admitJob, onceForKey, type KeyedCall } from "../../spine/admit-job.ts";
import { canvasKey } from "../../spine/job-keys.ts";
import { queueRights } from "../../spine/queue-rights.ts";
import { finalModel, finalPriceRequest } from "./final-models.ts";
import { FINAL_KIND, type FinalRequest } from "./final-request.ts";

const JOB_OF = { class: "interactive", outputs: 1, webhookUrl: null } as const;

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
  if (!allowsPrompt(settings.prompt))
    throw new ApiError("bad_request", REFUSALS.R10.message, {
      fields: { "settings.prompt": REFUSALS.R10.code },
    });
  const rights = rightsFor(c, about);
  if (image.length > FINAL_CANVAS_MAX_BYTES)
    throw new ApiError("payload_too_large", `A canvas may hold ${FINAL_CANVAS_MAX_BYTES} bytes.`);
  const head = await wholePicture(image, widthPx * heightPx);
  if (head?.widthPx !== widthPx || head.heightPx !== heightPx)
    throw new ApiError("bad_request", "The canvas is not a whole picture of the size that is told.", {
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
  const work = { ...call, about, image, format: head.format, request, rights };
  return onceForKey(services, call, nowMs, () => admit(c, work, nowMs));
}

interface AskedFinal extends KeyedCall {
  about: FinalCreate;
  image: Uint8Array<ArrayBuffer>;
  format: JobFormat;
  request: FinalRequest;
  rights: ReturnType<typeof rightsFor>;
}

/** A call that was not made before. */
async function admit(
  c: Context<App>,
  { about, image, format, request, rights, ...call }: AskedFinal,
  nowMs: number,
): Promise<JobRow> {
  const services = c.get("services");
  const { settings, widthPx, heightPx, quote: quoteId } = about;
  await requireRunning(c, new Set((await services.stops.all()).map(({ name }) => name)));
  const model = await finalModel(services);
  const units = await unitsOf(services, finalPriceRequest(model, about), quoteId, nowMs);
  const payer = await payerFor(c, units, nowMs);
  const id = newId("job");
  const key = canvasKey(id);
  await services.media.put(key, image, { httpMetadata: { contentType: `image/${format}` } });
  try {
    return await admitJob(
      services,
      {
        ...JOB_OF,
        ...call,
        id,
        reference: `sketch:${request.sketchId}`,
        priority: rights.priority,
        concurrency: rights.concurrency,
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
export function rightsFor(c: Context<App>, { widthPx, heightPx }: Pick<FinalCreate, "widthPx" | "heightPx">) {
  const rights = queueRights(c.get("identity")?.account ?? null);
  if (Math.max(widthPx, heightPx) > rights.sideMaxPx)
    throw new ApiError("bad_request", "This is larger than your plan makes.", {
      fields: { widthPx: `At most ${rights.sideMaxPx} pixels a side.` },
    });
  return rights;
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
