import { defineFeature } from "../../feature.ts";
import { sketchesExport } from "./archive.ts";
import { copySketch } from "./copy.ts";
import { createCopyStore } from "./copy-store.ts";
import { sketchFinal } from "./final-kind.ts";
import { FINAL_KIND } from "./final-request.ts";
import { createFinalStore } from "./final-store.ts";
import { registerLiveConnect } from "./live/connect.ts";
import type { SessionObject } from "./live/session-object.ts";
import { sweepSessions } from "./live/sweep-sessions.ts";
import { createTickets } from "./live/tickets.ts";
import { turnAway } from "./live/turn-away.ts";
import { createPictureStore } from "./picture-store.ts";
import { eraseSketchesOf, leaveSketch, purgeObject, purgeSketch } from "./purge.ts";
import { mailNotice, noticeReceiver } from "./retention/mail-notice.ts";
import { createRetentionStore } from "./retention/store.ts";
import { walkRetention } from "./retention/walk.ts";
import { registerSketchRoutes, registerSketchStaffRoutes } from "./routes.ts";
import { createSketchStore } from "./store.ts";
import { writtenDown } from "./written-down.ts";

declare module "../../ports.ts" {
  interface Bindings {
    SESSIONS: DurableObjectNamespace<SessionObject>;
  }
  interface Ports {
    sketches: ReturnType<typeof createSketchStore>;
    pictures: ReturnType<typeof createPictureStore>;
    finals: ReturnType<typeof createFinalStore>;
    copies: ReturnType<typeof createCopyStore>;
    retention: ReturnType<typeof createRetentionStore>;
    tickets: ReturnType<typeof createTickets>;
    session(address: string): DurableObjectStub<SessionObject>;
  }
}

export const sketch = defineFeature({
  name: "sketch",
  tags: {
    finals: "Finals: canvases painted large in the queue",
    live: "Live sockets: docs/live-protocol.md",
    pictures: "Pictures kept of sketches",
    sketches: "Sketches",
  },
  pages: ["/", "/s/$sketchId", "/sketches", "/admin/sketches/$sketchId"],
  ports: ({ env, db, secrets }) => ({
    sketches: createSketchStore(db),
    pictures: createPictureStore(db),
    finals: createFinalStore(db),
    copies: createCopyStore(db),
    retention: createRetentionStore(db),
    tickets: createTickets(secrets.ticketKeys),
    session: (address: string) => env.SESSIONS.get(env.SESSIONS.idFromName(address)),
  }),
  routes(app) {
    registerSketchRoutes(app);
    registerLiveConnect(app);
  },
  staffRoutes: registerSketchStaffRoutes,
  jobKinds: { [FINAL_KIND]: sketchFinal },
  effects: {
    purge_sketch: purgeSketch,
    leave_sketch: leaveSketch,
    copy_sketch: copySketch,
    purge_object: purgeObject,
    turn_away: turnAway,
  },
  outsideEffects: { mail_retention: { to: noticeReceiver, send: mailNotice } },
  cron: { sessions: sweepSessions, retention: walkRetention },
  statementReferences: {
    sketch: { work: "A final", titles: ({ sketches }, ownerId, ids) => sketches.titles(ownerId, ids) },
  },
  link: ({ sketches }, visitorId, accountId, nowMs) => sketches.follow(visitorId, accountId, nowMs),
  writeDown: async (ports, userId, nowMs) => writtenDown(ports, await ports.sketches.held(userId, nowMs)),
  export: sketchesExport,
  erase: eraseSketchesOf,
});
