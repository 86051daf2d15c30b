import { defineFeature } from "../feature.ts";
import type { OutboxHandlers } from "./outbox-run.ts";
import { createOutboxStore } from "./outbox-store.ts";
import type { OutsideEffects, OutsideMessage } from "./outside-run.ts";
import { createRestStore } from "./rest-store.ts";
import { sweepOutbox, sweepOutside } from "./sweep-outbox.ts";

declare module "../ports.ts" {
  interface Bindings {
    PURGES: Queue<{ outboxId: string }>;
    OUTSIDE: Queue<OutsideMessage>;
  }
  interface Ports {
    /** Of all features. */
    effects: OutboxHandlers;
    outsideEffects: OutsideEffects;
    outbox: ReturnType<typeof createOutboxStore>;
    rests: ReturnType<typeof createRestStore>;
    /** Wakes the consumer; the outbox row, not this message, is the truth. */
    pokeOutbox(outboxId: string): Promise<unknown>;
    /** The same for what goes to machines that are not ours: nothing else waits behind them. 100 at most. */
    pokeOutside(messages: readonly OutsideMessage[]): Promise<unknown>;
  }
}

export const outbox = defineFeature({
  name: "outbox",
  ports: ({ env, db }) => ({
    outbox: createOutboxStore(db),
    rests: createRestStore(db),
    pokeOutbox: (outboxId: string) => env.PURGES.send({ outboxId }),
    pokeOutside: (messages: readonly OutsideMessage[]) =>
      env.OUTSIDE.sendBatch(messages.map((body) => ({ body }))),
  }),
  cron: {
    outbox: (ports, nowMs, hasTime) => sweepOutbox(ports, ports.effects, nowMs, hasTime),
    outside: sweepOutside,
  },
});
