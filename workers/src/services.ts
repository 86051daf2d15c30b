/** The composition root: the only file that knows every binding. Shells call `services(env)`. */
import { drizzle } from "drizzle-orm/d1";
import { createAccountStore } from "./accounts/store.ts";
import { readEnvironment, type Config, type Secrets } from "./config.ts";
import type { Dispatcher } from "./dispatch/dispatcher.ts";
import { createFreeStore } from "./free/store.ts";
import { createBalanceStore } from "./ledger/balance-store.ts";
import { createLedgerStore } from "./ledger/store.ts";
import { createWatchStore } from "./ledger/watch-store.ts";
import type { SketchSession } from "./live/sketch-session.ts";
import { createCommit } from "./spine/commit.ts";
import { createOutboxStore } from "./spine/outbox-store.ts";
import { createCopyStore } from "./studios/sketch/copy-store.ts";
import { createPictureStore } from "./studios/sketch/picture-store.ts";
import { createSketchStore } from "./studios/sketch/store.ts";
import { createTickets } from "./live/tickets.ts";

export interface Bindings {
  DB: D1Database;
  MEDIA: R2Bucket;
  PURGES: Queue<{ outboxId: string }>;
  SESSIONS: DurableObjectNamespace<SketchSession>;
  DISPATCHERS: DurableObjectNamespace<Dispatcher>;
}

export type Services = ReturnType<typeof services>;

export function services(env: Bindings) {
  const { config, secrets }: { config: Config; secrets: Secrets } = readEnvironment(env);
  const db = drizzle(env.DB);
  const written = { rows: 0 };
  return {
    config,
    secrets,
    media: env.MEDIA,
    commit: createCommit(db, written),
    /** Rows written through `commit` since this was made. */
    written,
    accounts: createAccountStore(db),
    sketches: createSketchStore(db),
    pictures: createPictureStore(db),
    copies: createCopyStore(db),
    ledger: createLedgerStore(db, env.DB),
    balances: createBalanceStore(db),
    watch: createWatchStore(db),
    free: createFreeStore(db),
    outbox: createOutboxStore(db),
    tickets: createTickets(secrets.ticketKeys),
    /** Wakes the consumer; the outbox row, not this message, is the truth. */
    pokeOutbox: (outboxId: string) => env.PURGES.send({ outboxId }),
    session: (address: string) => env.SESSIONS.get(env.SESSIONS.idFromName(address)),
    dispatcher: (region: string) => env.DISPATCHERS.get(env.DISPATCHERS.idFromName(region)),
  };
}
