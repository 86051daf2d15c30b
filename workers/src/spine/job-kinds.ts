/** What a studio adds to the ends of its jobs. The spine knows kinds by their names alone; a kind that is not here keeps results. */
import type { JobResultRow, JobRow } from "@llamasketch/db";
import type { Services } from "../services.ts";
import type { Statement } from "./commit.ts";

export interface JobKind {
  /** False once what it is made for is gone: then it is cancelled instead of finished. */
  isWanted(services: Services, row: JobRow): Promise<boolean>;
  /** In place of rows of results, for the batch in which it succeeds. What it moves before may be moved again by a later run. */
  keep(
    services: Services,
    row: JobRow,
    results: readonly JobResultRow[],
    nowMs: number,
  ): Promise<Statement[]>;
  /** After its end, once no run can store anything: removes what it moved and nothing names. Safe to run again. */
  tidy(services: Services, row: JobRow): Promise<void>;
}

export type JobKinds = Readonly<Partial<Record<string, JobKind>>>;
