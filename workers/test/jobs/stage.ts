/** People with credits, jobs of theirs, and hosts that run them, for tests of queued work. */
import { env } from "cloudflare:workers";
import type { DispatcherToAgent, JobFromAgent, JobOffer, JobResult, JobRun } from "@llamasketch/contract";
import type { JobRow } from "@llamasketch/db";
import { newId } from "../../src/ids.ts";
import { admitJob, onceForKey, type Admission } from "../../src/jobs/admit-job.ts";
import type { Leave } from "../../src/jobs/leave-to-ask.ts";
import type { QueueRights } from "../../src/accounts/queue-rights.ts";
import { cancelJob } from "../../src/jobs/cancel-job.ts";
import { FakeAgent, type AgentOptions } from "../fake-agent.ts";
import { clip, png } from "../images.ts";
import { holderWith, known } from "../ledger/books.ts";
import { call, expectJson } from "../people.ts";
import { eventually } from "../wire.ts";

export const WORKFLOW = "painter-text-to-image";
export const SIDE_PX = 64;
/** Of each picture of a whole clip. */
export const CLIP_MS = Array.from({ length: 25 }, () => 166);

export interface Payer {
  ownerId: string;
  payerId: string;
}

export async function newPayer(units: number): Promise<Payer> {
  const ownerId = newId("user");
  await known.commit([known.accounts.addAnonymous(ownerId, Date.now())]);
  return { ownerId, payerId: await holderWith(units) };
}

export const INPUTS = {
  prompt: "a quiet pond",
  negativePrompt: "",
  seed: 1,
  quality: "draft",
  widthPx: SIDE_PX,
  heightPx: SIDE_PX,
  strength: 1,
  image: null,
};

const REQUEST = { prompt: "a quiet pond" };

type Wish = Partial<Omit<Admission, "isSame">>;
export const admission = (payer: Payer, more: Wish = {}): Admission => ({
  isSame: (stored) => JSON.stringify(stored) === JSON.stringify(more.request ?? REQUEST),
  ...payer,
  kind: "generation",
  class: "interactive",
  workflow: WORKFLOW,
  expectMs: 1000,
  inputs: INPUTS,
  request: REQUEST,
  outputs: 1,
  units: 2,
  idempotencyKey: null,
  webhookUrl: null,
  quoteId: null,
  reservedBytes: 1000,
  budgetBytes: 1e12,
  before: [],
  ...more,
});

/** As the door gives it to somebody, but for what a test says. */
export const leave = (more: Partial<QueueRights & Pick<Leave, "mark">> = {}): Leave =>
  ({ priority: 2, concurrency: 4, sideMaxPx: 1024, mark: null, ...more }) as Leave;

export const admit = (
  payer: Payer,
  more: Wish = {},
  rights: Parameters<typeof leave>[0] = {},
  nowMs = Date.now(),
): Promise<JobRow> => {
  const asked = admission(payer, more);
  return onceForKey(known, asked, nowMs, () => admitJob(known, leave(rights), asked, nowMs));
};

export const jobNow = async (id: string): Promise<JobRow> => {
  const row = await known.jobs.byId(id);
  if (!row) throw new Error(`${id} is not there`);
  return row;
};
export const becomes = (id: string, state: JobRow["state"], withinMs?: number): Promise<JobRow> =>
  eventually(
    async () => {
      const row = await jobNow(id);
      return row.state === state ? row : undefined;
    },
    `${id} is ${state}`,
    withinMs,
  );

/** A host that asks for jobs and does with them what a test says. */
export class JobHost {
  readonly agent: FakeAgent;
  #heard = 0;
  constructor(agent: FakeAgent) {
    this.agent = agent;
  }

  static async start(options: AgentOptions = {}): Promise<JobHost> {
    return new JobHost(await FakeAgent.start(options));
  }

  say(message: JobFromAgent): void {
    this.agent.control?.send(message);
  }

  ask(more: Partial<Extract<JobFromAgent, { type: "job_ask" }>> = {}): void {
    const rest = { free: 1, batch: 1, workflows: [WORKFLOW], loaded: null, holding: [] };
    this.say({ type: "job_ask", heard: this.#heard, ...rest, ...more });
  }

  async offered(): Promise<JobOffer> {
    const offer = (await this.agent.said("job_offer")) as JobOffer;
    this.#heard = offer.offer;
    return offer;
  }

  told(type: DispatcherToAgent["type"]): Promise<DispatcherToAgent> {
    return this.agent.said(type);
  }

  /** A new connection, as after a crash or a lost socket. */
  async again(): Promise<void> {
    this.#heard = 0;
    await this.agent.register();
  }

  upload(leave: { path: string; ticket: string }, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
    return call("PUT", leave.path, { body: bytes, headers: { authorization: `Bearer ${leave.ticket}` } });
  }

  /** Stores a whole picture for each output, or a clip; what it would say of them. */
  async store(offer: JobOffer): Promise<JobResult[]> {
    const { widthPx, heightPx } = offer.inputs;
    const isClip = offer.workflow.endsWith("-to-video");
    const made = isClip ? clip(widthPx, heightPx, CLIP_MS) : png(widthPx, heightPx);
    return Promise.all(
      offer.outputs.map(async ({ result, marked, thumbnail }) => ({
        ...(marked && {
          marked: await expectJson<{ etag: string; bytes: number }>(
            this.upload(marked, isClip ? made : png(widthPx, heightPx, true)),
          ),
        }),
        ...(await expectJson<{ etag: string; bytes: number }>(this.upload(result, made))),
        format: isClip ? ("webp" as const) : ("png" as const),
        widthPx,
        heightPx,
        thumbnail: await expectJson<{ etag: string; bytes: number }>(this.upload(thumbnail, png(16, 16))),
        blurHash: "LEHV6nWB2yk8",
      })),
    );
  }

  sayDone(run: JobRun, results: JobResult[]): void {
    this.say({ type: "job_done", job: run.job, attempt: run.attempt, results, produceMs: 900 });
  }

  async finish(offer: JobOffer): Promise<void> {
    this.sayDone(offer, await this.store(offer));
    await this.told("job_settled");
  }
}

export const operations = async (jobId: string): Promise<{ kind: string; amount: number }[]> =>
  (
    await env.DB.prepare(
      "SELECT kind, amount FROM ledger_operations WHERE id IN ('hold:' || ?1, 'end:hold:' || ?1) ORDER BY id DESC",
    )
      .bind(jobId)
      .all<{ kind: string; amount: number }>()
  ).results;

/** No test meets another's jobs. */
export async function endAllJobs(): Promise<void> {
  const open = "SELECT id FROM jobs WHERE state IN ('queued', 'running')";
  for (const { id } of (await env.DB.prepare(open).all<{ id: string }>()).results)
    await cancelJob(known, await jobNow(id), Date.now());
}

export const dispatcherNow = () => env.DISPATCHERS.getByName("local");
