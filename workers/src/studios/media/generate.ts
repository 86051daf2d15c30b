/** A request of the media API becomes a job: its model, its price, who pays, what the workflow is given. */
import { VIDEO, type GenerationCreate } from "@llamasketch/contract";
import type { JobRow } from "@llamasketch/db";
import { userOrNew } from "../../accounts/identity.ts";
import { payerFor } from "../../guests/payer.ts";
import type { Caller } from "../../http/caller.ts";
import { ApiError } from "../../http/errors.ts";
import { demandNow } from "../../dispatch/demand.ts";
import { admitJob, onceForKey, type KeyedCall } from "../../jobs/admit-job.ts";
import type { Statement } from "../../commit.ts";
import { expectedBytes } from "../../jobs/expected-bytes.ts";
import { leaveToAsk, type Leave } from "../../jobs/leave-to-ask.ts";
import { budgetOf } from "../../storage/budget.ts";
import { isSaidAgain, storedAs } from "./stored-request.ts";
import { refusedAddress } from "../../notify/webhook-address.ts";
import { newSecret } from "../../notify/webhook-signature.ts";
import { creditsOf } from "./price.ts";
import { workOf, type Work } from "./work.ts";

export async function generate(
  caller: Caller,
  asked: GenerationCreate,
  idempotencyKey: string | null,
): Promise<JobRow> {
  const services = caller.ports;
  const nowMs = Date.now();
  const identity = caller.identity;
  const person = identity?.person ?? null;
  const isProgram = identity?.scopes != null;
  // What is to be kept out of a picture is no wish.
  const words = { prompt: asked.prompt ?? "" };
  const leave = await leaveToAsk(services, { person, isProgram, words }, nowMs);
  const refused = asked.webhook && refusedAddress(asked.webhook, services.config.isDevelopment);
  if (refused)
    throw new ApiError("bad_request", "This webhook URL is not allowed.", { fields: { webhook: refused } });
  if (asked.mail) requireAddress(caller);
  const { userId, statements } = await userOrNew(caller, nowMs);
  const isSame = (stored: unknown): boolean => isSaidAgain(stored, asked);
  const call = { ownerId: userId, kind: KIND, idempotencyKey, isSame };
  return onceForKey(services, call, nowMs, () => admit(caller, asked, leave, { ...call, statements }, nowMs));
}

const KIND = "generation";

/** A call that was not made before. */
async function admit(
  caller: Caller,
  asked: GenerationCreate,
  leave: Leave,
  { statements, ...call }: KeyedCall & { statements: Statement[] },
  nowMs: number,
): Promise<JobRow> {
  const services = caller.ports;
  const { ownerId } = call;
  const work = await workOf(services, ownerId, asked);
  requireWithin(work, asked, leave.sideMaxPx);
  const seed = asked.seed ?? crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  const units = asked.quote
    ? await promised(caller, asked.quote, JSON.stringify(work.price))
    : creditsOf(work.price, await demandNow(services), nowMs);
  const { negativePrompt, quality, strength, count } = asked;
  const { model, making, size, source } = work;
  const words = { prompt: asked.prompt ?? "", negativePrompt };
  const image = source && { key: source.key, format: source.format };
  const clip = work.kind === "video" ? { frames: VIDEO.frames, durationMs: VIDEO.durationMs } : null;
  const reservedBytes = expectedBytes({
    ...size,
    outputs: count,
    isClip: clip !== null,
    isMarked: leave.mark !== null,
  });
  const payer = await payerFor(caller, units, nowMs);
  return admitJob(
    services,
    leave,
    {
      ...call,
      class: asked.class,
      workflow: making.workflow,
      expectMs: expectMs(work, count),
      inputs: { ...words, seed, quality, ...size, strength, image, clip },
      request: storedAs(asked, { model, seed }),
      words: words.prompt,
      outputs: count,
      reservedBytes,
      budgetBytes: await budgetOf(caller, nowMs),
      payerId: payer.holderId,
      units,
      webhookUrl: asked.webhook ?? null,
      mails: asked.mail ?? false,
      quoteId: asked.quote ?? null,
      before: [
        ...statements,
        ...(asked.webhook ? [services.webhooks.addSecret(ownerId, newSecret(), nowMs)] : []),
        ...payer.before,
      ],
    },
    nowMs,
  );
}

function requireWithin({ size }: Work, asked: GenerationCreate, sideMaxPx: number): void {
  const { widthPx, heightPx } = size;
  if (Math.max(widthPx, heightPx) <= sideMaxPx) return;
  const field = asked.scale === undefined ? (widthPx > sideMaxPx ? "widthPx" : "heightPx") : "scale";
  throw new ApiError("bad_request", "This is larger than your plan allows.", {
    fields: { [field]: `It would be ${widthPx} × ${heightPx}; at most ${sideMaxPx} pixels a side.` },
  });
}

const expectMs = ({ kind, making, size }: Work, count: number): number => {
  const megapixels = kind === "video" ? 1 : Math.max(0.25, (size.widthPx * size.heightPx) / 1024 ** 2);
  return Math.round(making.expectMs * count * megapixels);
};

/** Letters go where somebody has shown that they read them. */
function requireAddress(caller: Caller): void {
  const account = caller.identity?.account;
  if (account?.email && account.emailVerified) return;
  throw new ApiError("bad_request", "Your account has no confirmed email address.", {
    hint: "Sign in with one, or ask without the letter.",
    fields: { mail: "This requires an account with a confirmed email address." },
  });
}

/** Its amount, if it is for this work; that it is unused and in time the hold decides. */
async function promised(caller: Caller, quoteId: string, work: string): Promise<number> {
  const found = await caller.ports.balances.quoteById(quoteId);
  if (found?.request !== work)
    throw new ApiError("conflict", "This price was promised for something else.", {
      hint: "Ask for a new one.",
    });
  return found.amount;
}
