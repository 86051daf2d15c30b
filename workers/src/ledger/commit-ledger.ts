import { refusalOf, type LedgerRefusal } from "@llamasketch/ledger";
import type { Ports } from "../ports.ts";
import type { Statement } from "../commit.ts";

/** The ledger said no, and nothing of the batch was done. */
export class LedgerError extends Error {
  override name = "LedgerError";
  readonly refusal: LedgerRefusal;
  constructor(refusal: LedgerRefusal, cause: unknown) {
    super(refusal, { cause });
    this.refusal = refusal;
  }
}

const TRIES = 3;
const RETRY_MS = 100;
/** What D1 says when it cannot tell whether a write was done. */
const TRANSIENT =
  /Network connection lost|reset because its code was updated|storage caused object to be reset|Cannot resolve D1 DB/;

/**
 * Commits a batch with ledger statements in it. Those are safe to say again, so a write whose fate is unknown is repeated:
 * whatever else is in the batch must be safe to say again too.
 */
export async function commitLedger<T extends [Statement, ...Statement[]]>(
  { commit }: Pick<Ports, "commit">,
  statements: T,
) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await commit(statements);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal) throw new LedgerError(refusal, error);
      if (attempt === TRIES || !isTransient(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS * attempt));
    }
  }
}

function isTransient(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (TRANSIENT.test(at.message)) return true;
  return false;
}
