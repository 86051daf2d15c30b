import { bandOf } from "@llamasketch/pricing";
import type { BandView } from "@llamasketch/contract";
import type { Ports } from "../ports.ts";

/** How much is asked of the GPUs of this region now. When that cannot be known, the list price holds. */
export async function demandNow({ dispatcher, config }: Ports): Promise<BandView> {
  try {
    const { hosts, waiting } = await dispatcher(config.region).overview();
    const up = hosts.filter(({ connected }) => connected);
    const places = up.reduce((sum, { capacity }) => sum + capacity, 0);
    const working = up.reduce((sum, { sessions }) => sum + sessions, 0);
    return bandOf({ places, working, waiting });
  } catch {
    return bandOf(null);
  }
}
