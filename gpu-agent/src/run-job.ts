/** One offered job, first byte to last: its picture in, each output made and stored. */
import type { JobFormat, JobFromAgent, JobOffer, JobPhase, JobResult } from "@llamasketch/contract";
import {
  JobFailed,
  JobStopped,
  type JobOutput,
  type JobLeave,
  type JobProducer,
  type JobRoad,
} from "./job-work.ts";

type Told = Extract<JobFromAgent, { type: "job_progress" | "job_preview" }>;

export async function runJob(
  offer: JobOffer,
  producer: JobProducer,
  road: JobRoad,
  { tell, isStopped }: { tell(message: Told): void; isStopped(): boolean },
): Promise<{ results: JobResult[]; produceMs: number }> {
  const endAtMs = performance.now() + offer.leaseMs;
  const { job, attempt, inputs } = offer;
  const goOn = (): void => {
    if (isStopped()) throw new JobStopped();
    if (performance.now() >= endAtMs) throw new JobFailed("timeout", "its lease ended");
  };
  goOn();
  // What gets on is told, whatever it is: a run that shows nothing new for long is taken back.
  const progress = { output: 0, step: 0, steps: 1, nodes: 0, bytes: 0, phase: "loading" as JobPhase };
  const tellProgress = (paused: boolean): void =>
    tell({ type: "job_progress", job, attempt, paused, ...progress });
  const moved = (by: Partial<typeof progress>): void => {
    Object.assign(progress, by);
    tellProgress(false);
  };
  const onBytes = (bytes: number): void => moved({ bytes: progress.bytes + bytes });
  moved({});
  const image = inputs.image && (await road.read(inputs.image));
  if (image) onBytes(image.length);
  const results: JobResult[] = [];
  let produceMs = 0;
  for (const [output, leaves] of offer.outputs.entries()) {
    goOn();
    const startedMs = performance.now();
    moved({ output, step: 0, steps: 1, phase: "loading" });
    const made = await producer.run(
      { offer, output, image, deadlineMs: endAtMs - startedMs },
      {
        onStep: (step, steps) => moved({ step, steps, phase: "running" }),
        onNode: () => moved({ nodes: progress.nodes + 1 }),
        onPhase: (phase) => moved({ phase }),
        onPaused: tellProgress,
        onPreview: (bytes, format) =>
          tell({
            type: "job_preview",
            job,
            attempt,
            output,
            format,
            base64: Buffer.from(bytes).toString("base64"),
          }),
      },
    );
    produceMs += performance.now() - startedMs;
    goOn();
    moved({ phase: "finishing" });
    results.push(await store(made, leaves, road, onBytes));
  }
  return { results, produceMs: Math.round(produceMs) };
}

async function store(
  made: JobOutput,
  leaves: JobOffer["outputs"][number],
  road: JobRoad,
  onBytes: (bytes: number) => void,
): Promise<JobResult> {
  const { format, widthPx, heightPx, blurHash, thumbnail } = made;
  const put = async (leave: JobLeave, part: { bytes: Uint8Array; format: JobFormat }) => {
    const stored = await road.put(leave, part.bytes, part.format);
    onBytes(part.bytes.length);
    return stored;
  };
  if (leaves.marked && !made.marked) throw new JobFailed("unfit", "pictures cannot be marked here");
  const [whole, marked, small] = await Promise.all([
    put(leaves.result, made),
    leaves.marked && made.marked && put(leaves.marked, made.marked),
    thumbnail && put(leaves.thumbnail, thumbnail),
  ]);
  return { ...whole, format, widthPx, heightPx, ...(marked && { marked }), thumbnail: small, blurHash };
}
