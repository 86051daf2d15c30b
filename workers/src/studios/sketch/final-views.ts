import type { FinalView } from "@llamasketch/contract";
import type { JobRow } from "@llamasketch/db";
import { pictureIdOf } from "../../media/picture-id.ts";
import type { Ports } from "../../ports.ts";
import { finalPlace, finalRequestOf } from "./final-request.ts";

/** As it is now, with where it stands in the queue. */
export async function finalViewOf({ dispatcher, pictures }: Ports, row: JobRow): Promise<FinalView> {
  const asked = finalRequestOf(row);
  const { epoch, version, widthPx, heightPx } = asked;
  const place = finalPlace(asked);
  const isThere = row.state === "succeeded" && (await pictures.at(place)) !== undefined;
  const [standing] =
    row.state === "queued"
      ? await dispatcher(row.region)
          .jobStandings([row.id])
          .catch(() => [])
      : [];
  return {
    id: row.id,
    state: row.state,
    reason: row.reason,
    epoch,
    version,
    widthPx,
    heightPx,
    credits: row.units,
    queue:
      row.state !== "queued"
        ? null
        : standing?.state === "queued"
          ? { ahead: standing.ahead, etaMs: standing.etaMs }
          : { ahead: null, etaMs: null },
    pictureId: isThere ? pictureIdOf(place) : null,
    createdAt: new Date(row.createdAt).toISOString(),
  };
}
