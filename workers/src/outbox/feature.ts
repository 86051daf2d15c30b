import { defineFeature } from "../feature.ts";
import type { OutboxHandlers } from "./outbox-run.ts";
import { createOutboxStore } from "./outbox-store.ts";
import { poke } from "./poke.ts";
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
    /** Wakes the consumer. Never rejects: the outbox row, not this message, is the truth, and the sweep finds what was not poked. */
    pokeOutbox(outboxId: string): Promise<void>;
    /** The same for what goes to machines that are not ours: nothing else waits behind them. 100 at most. */
    pokeOutside(messages: readonly OutsideMessage[]): Promise<void>;
    /** For the sweep itself, which must know: rejects when the queue did not take them. */
    giveOutside(messages: readonly OutsideMessage[]): Promise<void>;
  }
}

export const outbox = defineFeature({
  name: "outbox",
  ports({ env, db }) {
    const giveOutside = async (messages: readonly OutsideMessage[]): Promise<void> => {
      await env.OUTSIDE.sendBatch(messages.map((body) => ({ body })));
    };
    return {
      outbox: createOutboxStore(db),
      rests: createRestStore(db),
      pokeOutbox: (outboxId: string) => poke("PURGES", () => env.PURGES.send({ outboxId })),
      pokeOutside: (messages: readonly OutsideMessage[]) => poke("OUTSIDE", () => giveOutside(messages)),
      giveOutside,
    };
  },
  cron: {
    outbox: (ports, nowMs, hasTime) => sweepOutbox(ports, ports.effects, nowMs, hasTime),
    outside: sweepOutside,
  },
});
