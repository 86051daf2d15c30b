import { log } from "../log.ts";
import type { Ports } from "../ports.ts";

/** The dispatcher holds its memory of jobs against their rows, and ends what waited too long. */
export async function sweepJobs({ dispatcher, config }: Ports): Promise<void> {
  try {
    await dispatcher(config.region).sweepJobs();
  } catch (error) {
    log("error", "jobs_not_swept", { region: config.region }, error);
  }
}
