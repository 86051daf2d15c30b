/** A request of the media API becomes a job: its model, its price, who pays, what the workflow is given. */
import { IDEMPOTENCY_MS, REFUSALS, type GenerationCreate } from "@llamasketch/contract";
import type { JobRow } from "@llamasketch/db";
import type { Context } from "hono";
import { userOrNew } from "../../accounts/identity.ts";
import { requireRunning } from "../../admin/running.ts";
import { payerFor } from "../../free/payer.ts";
import type { App } from "../../http/context.ts";
import { ApiError, notFound } from "../../http/errors.ts";
import { demandNow } from "../../ledger/demand.ts";
import { allowsPrompt } from "../../moderation/prompt-rules.ts";
import { admitJob } from "../../spine/admit-job.ts";
import { firstAvailable, modelNamed } from "./models.ts";
import { refusedAddress } from "./webhook-address.ts";
import { newSecret } from "./webhook-signature.ts";
import { workflowsHere } from "../../spine/workflows-here.ts";
import { queueRights } from "../../spine/queue-rights.ts";
import { creditsOf, priceRequest } from "./price.ts";

export async function generate(
  c: Context<App>,
  asked: GenerationCreate,
  idempotencyKey: string | null,
): Promise<JobRow> {
  const services = c.get("services");
  const nowMs = Date.now();
  for (const field of ["prompt", "negativePrompt"] as const)
    if (!allowsPrompt(asked[field]))
      throw new ApiError("bad_request", REFUSALS.R10.message, { fields: { [field]: REFUSALS.R10.code } });
  const refused = asked.webhook && refusedAddress(asked.webhook, services.config.isDevelopment);
  if (refused)
    throw new ApiError("bad_request", "This webhook cannot be called.", { fields: { webhook: refused } });
  const rights = queueRights(c.get("identity")?.account ?? null);
  if (Math.max(asked.widthPx, asked.heightPx) > rights.sideMaxPx)
    throw new ApiError("bad_request", "This is larger than your plan makes.", {
      fields: { widthPx: `At most ${rights.sideMaxPx} pixels a side.` },
    });
  await requireRunning(c, new Set((await services.stops.all()).map(({ name }) => name)));
  const { userId, statements } = await userOrNew(c, nowMs);
  const kind = asked.image ? "edit" : "image";
  const earlier = idempotencyKey === null ? undefined : await services.jobs.byKey(userId, idempotencyKey);
  const known = earlier && earlier.createdAt >= nowMs - IDEMPOTENCY_MS ? earlier : undefined;
  // What was chosen for a call is chosen for its repetition too.
  const chosen = known?.request as { model?: GenerationCreate["model"]; seed?: number } | undefined;
  const wished = asked.model ?? chosen?.model;
  const model = wished ? modelNamed(wished) : firstAvailable(await workflowsHere(services), kind);
  const seed = asked.seed ?? chosen?.seed ?? crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  const units = asked.quote
    ? await promised(c, asked.quote, JSON.stringify(priceRequest(model, asked)))
    : creditsOf(model, asked, await demandNow(services), nowMs);
  const image = asked.image && (await sourceOf(c, userId, asked.image));
  const { prompt, negativePrompt, widthPx, heightPx, quality, strength, count } = asked;
  const payer = known ? { holderId: known.payerId, before: [] } : await payerFor(c, units, nowMs);
  return admitJob(
    services,
    {
      ownerId: userId,
      kind: "generation",
      class: asked.class,
      priority: rights.priority,
      concurrency: rights.concurrency,
      workflow: model.workflows[kind],
      expectMs: Math.round(model.expectMs * count * Math.max(0.25, (widthPx * heightPx) / 1024 ** 2)),
      inputs: { prompt, negativePrompt, seed, quality, widthPx, heightPx, strength, image: image ?? null },
      request: { ...asked, model: model.id, seed },
      outputs: count,
      payerId: payer.holderId,
      units,
      idempotencyKey,
      webhookUrl: asked.webhook ?? null,
      quoteId: asked.quote ?? null,
      before: [
        ...statements,
        ...(asked.webhook ? [services.webhooks.addSecret(userId, newSecret(), nowMs)] : []),
        ...payer.before,
      ],
    },
    nowMs,
  );
}

/** Its amount, if it is for this work; that it is unused and in time the hold decides. */
async function promised(c: Context<App>, quoteId: string, work: string): Promise<number> {
  const found = await c.get("services").balances.quoteById(quoteId);
  if (found?.request !== work)
    throw new ApiError("conflict", "This price was promised for something else.", {
      hint: "Ask for a new one.",
    });
  return found.amount;
}

async function sourceOf(
  c: Context<App>,
  ownerId: string,
  { generation, position }: NonNullable<GenerationCreate["image"]>,
): Promise<{ key: string; format: "jpeg" | "png" | "webp" }> {
  const { jobs } = c.get("services");
  const row = await jobs.ofOwner(ownerId, generation);
  const result = row && (await jobs.resultsOf([row.id])).find((one) => one.position === position);
  if (!result) throw notFound("picture to paint over");
  return { key: result.objectKey, format: result.format };
}
