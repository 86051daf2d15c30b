/** A begun job as its host is told it: inputs and tickets, nothing of whose it is. */
import { JOB_LEASE_MS, jobFormat, jobInputs, type JobOffer } from "@llamasketch/contract";
import type { JobRow } from "@llamasketch/db";
import { z } from "zod";
import type { Ports } from "../ports.ts";
import { clipLength } from "./job-tickets.ts";
import { markedKey, outputKey, thumbnailKey } from "../media/job-keys.ts";

/** In the row, a picture that goes in stands as its key, and how long a clip must be that comes out. */
export const storedInputs = jobInputs.extend({
  image: z.object({ key: z.string(), format: jobFormat }).nullable(),
  clip: clipLength.nullable().default(null),
});

export async function offerOf(
  { jobTickets }: Ports,
  row: JobRow,
  nowMs: number,
): Promise<Omit<JobOffer, "offer">> {
  const { id: job, attempt } = row;
  const host = row.holder ?? "";
  const { image, clip, ...inputs } = storedInputs.parse(row.inputs);
  const { widthPx, heightPx } = inputs;
  const leaseMs = JOB_LEASE_MS[row.class];
  const at = `/api/agents/jobs/${job}/${attempt}`;
  const leave = async (path: string, access: "read" | "write", key: string, isExact: boolean) => {
    const size = isExact ? { widthPx, heightPx, clip } : { widthPx: null, heightPx: null, clip: null };
    return {
      path,
      ticket: await jobTickets.sign({ path, access, key, job, host, ...size }, nowMs + leaseMs),
    };
  };
  const outputs = Array.from({ length: row.outputs }, async (_, position) => ({
    result: await leave(`${at}/outputs/${position}`, "write", outputKey(job, attempt, position), true),
    ...(row.mark !== null && {
      marked: await leave(
        `${at}/outputs/${position}-marked`,
        "write",
        markedKey(job, attempt, position),
        true,
      ),
    }),
    thumbnail: await leave(
      `${at}/outputs/${position}-thumbnail`,
      "write",
      thumbnailKey(job, attempt, position),
      false,
    ),
  }));
  return {
    type: "job_offer",
    job,
    attempt,
    class: row.class,
    workflow: row.workflow,
    inputs: {
      ...inputs,
      image: image && { format: image.format, ...(await leave(`${at}/input`, "read", image.key, false)) },
    },
    ...(row.mark !== null && { mark: row.mark }),
    outputs: await Promise.all(outputs),
    leaseMs,
  };
}
