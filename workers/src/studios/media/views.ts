import type { GenerationView, MediaModel } from "@llamasketch/contract";
import type { JobResultRow, JobRow } from "@llamasketch/db";
import type { z } from "zod";
import type { Ports } from "../../ports.ts";
import { kindOf } from "./kind.ts";
import { shownOf, type Shown } from "./shown.ts";
import { storedRequest } from "./stored-request.ts";
import { queueOf, standingsOf, type Standing } from "./standings.ts";

/** With where those stand that have not ended. */
export async function generationViews(services: Ports, rows: readonly JobRow[]): Promise<GenerationView[]> {
  const standings = await standingsOf(services, rows);
  const done = rows.filter(({ state }) => state === "succeeded").map(({ id }) => id);
  const results = done.length > 0 ? await services.jobs.resultsOf(done) : [];
  const shown = await shownOf(services, rows, results);
  const nowMs = Date.now();
  return Promise.all(
    rows.map(async (row) => {
      const own = results.filter(({ jobId }) => jobId === row.id);
      const { seed } = storedRequest.parse(row.request);
      const views = own.map((result) => resultView(services, result, shown(row, result), seed, nowMs));
      return viewOf(row, await Promise.all(views), standings.get(row.id));
    }),
  );
}

export async function generationViewOf(services: Ports, row: JobRow): Promise<GenerationView> {
  const [view] = await generationViews(services, [row]);
  if (!view) throw new Error("a view is missing");
  return view;
}

function viewOf(
  row: JobRow,
  results: GenerationView["results"],
  standing: Standing | undefined,
): GenerationView {
  const asked = storedRequest.parse(row.request);
  return {
    id: row.id,
    kind: kindOf(asked),
    state: row.state,
    reason: row.reason,
    model: asked.model as MediaModel,
    prompt: asked.prompt ?? "",
    class: row.class,
    count: row.outputs,
    credits: row.units,
    queue: row.state === "queued" ? queueOf(standing) : null,
    progress: row.state === "running" && standing?.told?.state === "running" ? standing.told.progress : null,
    results,
    asked: again(asked),
    createdAt: new Date(row.createdAt).toISOString(),
    endedAt: timeOf(row.endedAt),
  };
}

/** Without what was good for once. */
function again({
  quote: _quote,
  webhook: _webhook,
  mail: _mail,
  chosen: _chosen,
  ...asked
}: z.infer<typeof storedRequest>) {
  return asked;
}

async function resultView(
  { signedUrls }: Ports,
  result: JobResultRow,
  shown: Shown,
  seed: number,
  nowMs: number,
): Promise<GenerationView["results"][number]> {
  const { position, format, durationMs, widthPx, heightPx, blurHash, thumbnailKey } = result;
  const whole = await signedUrls.sign(shown.key, nowMs);
  const small = thumbnailKey === null ? null : await signedUrls.sign(thumbnailKey, nowMs);
  return {
    position,
    url: whole.url,
    webmUrl: durationMs === null ? null : `${whole.url}&format=webm`,
    thumbnailUrl: small?.url ?? null,
    expiresAt: new Date(whole.expiresAtMs).toISOString(),
    type: durationMs === null ? "image" : "video",
    format,
    durationMs,
    widthPx,
    heightPx,
    bytes: shown.bytes,
    marked: shown.marked,
    seed: (seed + position) % 2 ** 32,
    blurHash,
  };
}

const timeOf = (atMs: number | null): string | null => (atMs === null ? null : new Date(atMs).toISOString());
