/** The picture that goes into a generation: one of the asker's own. */
import type { GenerationCreate, JobFormat } from "@llamasketch/contract";
import { ApiError, notFound } from "../../http/errors.ts";
import type { Ports } from "../../ports.ts";
import { uploadKey } from "../../media/job-keys.ts";
import type { Size } from "./size.ts";

export interface Source extends Size {
  key: string;
  format: JobFormat;
}

/** Throws when there is none, or it is somebody else's. */
export async function sourceOf(
  { jobs, uploads }: Ports,
  ownerId: string | null,
  image: NonNullable<GenerationCreate["image"]>,
): Promise<Source> {
  if ("upload" in image) {
    const sent = ownerId === null ? undefined : await uploads.ofOwner(ownerId, image.upload, Date.now());
    if (!sent) throw notFound("upload");
    const { id, format, widthPx, heightPx } = sent;
    return { key: uploadKey(id), format, widthPx, heightPx };
  }
  const { generation, position } = image;
  const row = ownerId === null ? undefined : await jobs.ofOwner(ownerId, generation);
  const result = row && (await jobs.resultsOf([row.id])).find((one) => one.position === position);
  if (!result) throw notFound("picture");
  if (result.durationMs !== null)
    throw new ApiError("bad_request", "A video cannot go in.", { fields: { image: "Say a picture." } });
  const { objectKey: key, format, widthPx, heightPx } = result;
  return { key, format, widthPx, heightPx };
}
