import { generationCreate, type GenerationView, type MediaModel } from "@llamasketch/contract";
import type { JobResultRow, JobRow } from "@llamasketch/db";
import { z } from "zod";
import type { Services } from "../../services.ts";
import { kindOf } from "./kind.ts";

/** What was asked for, as the job's row keeps it: with what was chosen for whoever did not say. */
export const storedRequest = generationCreate.extend({ model: z.string(), seed: z.int() });

export async function generationViews(
  services: Services,
  rows: readonly JobRow[],
): Promise<GenerationView[]> {
  const done = rows.filter(({ state }) => state === "succeeded").map(({ id }) => id);
  const results = done.length > 0 ? await services.jobs.resultsOf(done) : [];
  const nowMs = Date.now();
  return Promise.all(
    rows.map((row) =>
      viewOf(
        services,
        row,
        results.filter(({ jobId }) => jobId === row.id),
        nowMs,
      ),
    ),
  );
}

/** One, with where it stands in the queue. */
export async function generationViewOf(services: Services, row: JobRow): Promise<GenerationView> {
  const [view] = await generationViews(services, [row]);
  if (!view) throw new Error("a view is missing");
  if (row.state !== "queued") return view;
  const standing = await services
    .dispatcher(row.region)
    .jobStanding(row.id)
    .catch(() => null);
  if (standing?.state !== "queued") return view;
  return { ...view, queue: { ahead: standing.ahead, etaMs: standing.etaMs } };
}

async function viewOf(
  services: Services,
  row: JobRow,
  results: readonly JobResultRow[],
  nowMs: number,
): Promise<GenerationView> {
  const asked = storedRequest.parse(row.request);
  return {
    id: row.id,
    kind: kindOf(asked),
    state: row.state,
    reason: row.reason,
    model: asked.model as MediaModel,
    prompt: asked.prompt ?? "",
    class: row.class,
    credits: row.units,
    queue: row.state === "queued" ? { ahead: null, etaMs: null } : null,
    results: await Promise.all(results.map((result) => resultView(services, result, asked.seed, nowMs))),
    createdAt: new Date(row.createdAt).toISOString(),
    endedAt: row.endedAt === null ? null : new Date(row.endedAt).toISOString(),
  };
}

async function resultView(
  { signedUrls }: Services,
  result: JobResultRow,
  seed: number,
  nowMs: number,
): Promise<GenerationView["results"][number]> {
  const { position, format, widthPx, heightPx, bytes, blurHash, objectKey, thumbnailKey } = result;
  const whole = await signedUrls.sign(objectKey, nowMs);
  const small = thumbnailKey === null ? null : await signedUrls.sign(thumbnailKey, nowMs);
  return {
    position,
    url: whole.url,
    thumbnailUrl: small?.url ?? null,
    expiresAt: new Date(whole.expiresAtMs).toISOString(),
    format,
    widthPx,
    heightPx,
    bytes,
    seed: (seed + position) % 2 ** 32,
    blurHash,
  };
}
