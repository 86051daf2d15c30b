/** What of the product's own code the bench asks: it is typed with the Worker, not with the benches. */
import { beginWalk } from "../../workers/src/ledger/walk-books.ts";
import { dayOf } from "../../workers/src/day.ts";
import { allStatements } from "../../workers/test/statements/all-statements.ts";

/** A night's walk through the books that has just begun. */
export const begunWalk = (nowMs: number) => beginWalk(dayOf(nowMs), nowMs);

export const writtenStatements = async (): Promise<string[]> => (await allStatements()).map(({ sql }) => sql);
