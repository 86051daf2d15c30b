/** The picture that goes into a generation: one of the asker's own. */
import type { GenerationCreate, JobFormat } from "@llamasketch/contract";
import { notFound } from "../../http/errors.ts";
import type { Services } from "../../services.ts";
import type { Size } from "./size.ts";

export interface Source extends Size {
  key: string;
  format: JobFormat;
}

/** Throws when there is none, or it is somebody else's. */
export async function sourceOf(
  { jobs }: Services,
  ownerId: string | null,
  { generation, position }: NonNullable<GenerationCreate["image"]>,
): Promise<Source> {
  const row = ownerId === null ? undefined : await jobs.ofOwner(ownerId, generation);
  const result = row && (await jobs.resultsOf([row.id])).find((one) => one.position === position);
  if (!result) throw notFound("picture");
  const { objectKey: key, format, widthPx, heightPx } = result;
  return { key, format, widthPx, heightPx };
}
