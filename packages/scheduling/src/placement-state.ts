/** What is known of hosts and of the sessions placed on them. */
import type { HostStanding } from "./host-standing.ts";

export interface HostRow {
  agentId: string;
  name: string;
  connected: boolean;
  healthy: boolean;
  slots: number;
  capacity: number;
  /** One frame on one slot, ms, as the host says of itself: no more than a claim. */
  claimedMs: number;
  standing: HostStanding;
  heardAtMs: number;
}

export interface PlacementRow {
  session: string;
  agentId: string;
  placement: number;
}

export interface PlacementState {
  startedAtMs: number;
  hosts: Map<string, HostRow>;
  placements: Map<string, PlacementRow>;
  /** Sessions without a place: since when, and when they last asked. */
  waiting: Map<string, { sinceMs: number; askedAtMs: number }>;
}

export type PlacementEffect =
  | ({ type: "assign" } & PlacementRow)
  | ({ type: "unassign" } & PlacementRow)
  | ({ type: "remember" } & PlacementRow)
  | { type: "forget"; session: string };

export type PlaceResult =
  /** `newcomer`: no session has timed that host yet. */
  | { state: "assigned"; agentId: string; newcomer: boolean }
  | { state: "wait" }
  | { state: "busy"; position: number };
