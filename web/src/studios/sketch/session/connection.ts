import type { LiveSketch } from "@llamasketch/live-client";
import type { FailureDetail } from "../../../api/api-failure.ts";
import type { CanvasPlace } from "../picture/final-desk.ts";

/** How far a tab has come with the server. */
export type Connection =
  /** There is no sketch on the server yet, or it could not be had: `failure` says why. */
  | { state: "offline"; failure: FailureDetail | null }
  /** The sketch is being made on the server, or read from it. */
  | { state: "joining"; by: "making" | "opening" }
  /** `opened`: the kept picture that shows the drawing as it was opened. */
  | { state: "live"; sketch: LiveSketch; opened: CanvasPlace | null };

export type Phase = "new" | "loading" | "open" | "failed";

/** What the page shows of it: a drawing that is not on the server is new for whoever draws, also while it is made there. */
export function phaseOf(connection: Connection): Phase {
  switch (connection.state) {
    case "offline":
      return connection.failure ? "failed" : "new";
    case "joining":
      return connection.by === "making" ? "new" : "loading";
    case "live":
      return "open";
  }
}
