import { describe, expect, it } from "vitest";
import {
  DISPATCHER_GRACE_MS,
  HEARTBEAT_LOST_MS,
  HOST_REST_MS,
  MISSES_BACK_TO_ONE,
  MISSES_TO_REST,
  PLACEMENT_MAX,
} from "@llamasketch/contract";
import { missed, newRecord, standingOf, type HostStanding } from "./host-standing.ts";
import {
  beat,
  createPlacementState,
  disconnected,
  gone,
  observed,
  place,
  register,
  release,
  renew,
  sweep,
  type Registration,
} from "./placement.ts";
import { type PlacementRow } from "./placement-state.ts";

/** A dispatcher whose clock is moved by hand. */
class Desk {
  nowMs: number;
  readonly state;
  readonly standings = new Map<string, HostStanding>();

  constructor(remembered: PlacementRow[] = [], nowMs = 0) {
    this.nowMs = nowMs;
    this.state = createPlacementState(remembered, nowMs);
  }

  /** Timed by sessions at what it says, unless it is a newcomer. */
  host(agentId: string, more: Partial<Registration> & { newcomer?: boolean } = {}) {
    const host = { agentId, name: agentId, slots: 1, capacity: 10, frameMs: 500, holding: [], ...more };
    const standing = this.standing(agentId);
    if (!more.newcomer && standing.frameMs === null)
      Object.assign(standing, { frameMs: host.frameMs, carried: 64 });
    return register(this.state, { ...host, standing }, this.nowMs);
  }

  standing(agentId: string): HostStanding {
    const known = this.standings.get(agentId) ?? standingOf(newRecord(agentId));
    this.standings.set(agentId, known);
    return known;
  }

  ask(session: string, floor = 0, avoid: string | null = null) {
    return place(this.state, { session, floor, avoid }, this.nowMs);
  }

  /** Where a session is put, or what it is told instead. */
  where(session: string, floor = 0, avoid: string | null = null): string {
    const { result } = this.ask(session, floor, avoid);
    if (result.state === "assigned") return result.agentId;
    return result.state === "busy" ? `busy ${result.position}` : result.state;
  }

  sweep() {
    return sweep(this.state, this.nowMs);
  }
}

const OLD: PlacementRow = { session: "s1", agentId: "a", placement: 4 };

describe("placing by expected wait", () => {
  it("[LP35] frame time × sessions ÷ slots", () => {
    const desk = new Desk();
    desk.host("slow", { frameMs: 900 });
    desk.host("fast", { frameMs: 400 });
    desk.host("wide", { frameMs: 1000, slots: 2 });
    // 400, then 500 (wide), then 800 (fast, two), then 900 (slow), then 1000 (wide, two).
    expect(["s1", "s2", "s3", "s4", "s5"].map((session) => desk.where(session))).toEqual([
      "fast",
      "wide",
      "fast",
      "slow",
      "wide",
    ]);
  });

  it("[LP35] an assignment is written down before it is given, and its number rises", () => {
    const desk = new Desk();
    desk.host("a");
    const row = { session: "s1", agentId: "a", placement: 1 };
    expect(desk.ask("s1").effects).toEqual([
      { type: "remember", ...row },
      { type: "assign", ...row },
    ]);
    expect(desk.ask("s1", 7).effects).toContainEqual({ type: "assign", ...row, placement: 7 });
  });

  it("[LP35] asking again is harmless: the same answer, the same assignment", () => {
    const desk = new Desk();
    desk.host("a");
    const { result } = desk.ask("s1");
    desk.host("b", { frameMs: 1 });
    for (let times = 0; times < 3; times++) {
      const again = desk.ask("s1", 1);
      expect(again.result).toEqual(result);
      expect(again.effects).toEqual([{ type: "assign", session: "s1", agentId: "a", placement: 1 }]);
    }
  });

  it("[LP35] without any host sessions wait", () => {
    expect(new Desk().where("s1")).toBe("wait");
  });

  it("[LP26 LP35] a host that failed is avoided, unless it is the only one", () => {
    const desk = new Desk();
    desk.host("a", { frameMs: 100 });
    expect(desk.where("s1")).toBe("a");
    expect(desk.where("s1", 2, "a")).toBe("a");
    desk.host("b", { frameMs: 5000 });
    const moved = desk.ask("s1", 3, "a");
    expect(moved.result).toEqual({ state: "assigned", agentId: "b", newcomer: false });
    expect(moved.effects).toContainEqual({ type: "unassign", session: "s1", agentId: "a", placement: 2 });
  });

  it("[LP35] unhealthy hosts get nobody new", () => {
    const desk = new Desk();
    desk.host("a");
    beat(desk.state, "a", false, 500, 0);
    expect(desk.where("s1")).toBe("wait");
    beat(desk.state, "a", true, 500, 0);
    expect(desk.where("s1")).toBe("a");
  });

  it("[LP35] what sessions measured counts, not what the host says of itself", () => {
    const desk = new Desk();
    desk.host("a", { frameMs: 100 });
    desk.host("b", { frameMs: 300 });
    for (let times = 0; times < 60; times++) observed(desk.state, desk.standing("a"), 1000);
    beat(desk.state, "a", true, 1, 0);
    desk.host("a", { frameMs: 1 });
    expect(desk.standing("a").frameMs).toBeCloseTo(1000, 0);
    expect(desk.where("s1")).toBe("b");
    observed(desk.state, desk.standing("a"), 0);
    expect(desk.standing("a").frameMs).toBeCloseTo(700, 0);
    beat(desk.state, "nobody", true, 1, 1);
  });
});

describe("a newcomer", () => {
  it("[LP35] has one sketch, whatever it says, until a session timed it; then as many as it says", () => {
    const desk = new Desk();
    desk.host("a", { newcomer: true, capacity: 500, slots: 64, frameMs: 1 });
    expect(desk.ask("s1").result).toEqual({ state: "assigned", agentId: "a", newcomer: true });
    desk.nowMs += 1;
    expect(desk.where("s2")).toBe("busy 1");
    observed(desk.state, desk.standing("a"), 250);
    expect(["s2", "s3", "s4"].map((session) => desk.where(session))).toEqual(["a", "a", "a"]);
  });

  it("[LP35] is not preferred for what it says: at best it counts as the median of those that were timed", () => {
    const desk = new Desk();
    for (const [name, frameMs] of [
      ["x", 200],
      ["y", 400],
      ["z", 600],
    ] as const)
      desk.host(name, { frameMs });
    desk.host("new", { newcomer: true, frameMs: 1, slots: 64 });
    // 200, then 400 (x again, y and new, by name), 600.
    expect(["s1", "s2", "s3", "s4"].map((session) => desk.where(session))).toEqual(["x", "new", "x", "y"]);
    const worse = new Desk();
    worse.host("x", { frameMs: 400 });
    worse.host("new", { newcomer: true, frameMs: 5000 });
    expect(["s1", "s2"].map((session) => worse.where(session))).toEqual(["x", "x"]);
  });

  it("[LP35] where nobody was timed no claim of speed counts", () => {
    const desk = new Desk();
    desk.host("b", { newcomer: true, frameMs: 1 });
    desk.host("a", { newcomer: true, frameMs: 900 });
    expect(desk.where("s1")).toBe("a");
  });

  it("[LP35] slots count as far as it was seen to draw for so many", () => {
    const desk = new Desk();
    desk.host("wide", { frameMs: 300, slots: 64 });
    desk.standing("wide").carried = 1;
    desk.host("fast", { frameMs: 200 });
    expect(desk.where("s1")).toBe("fast");
    expect(desk.where("s2")).toBe("wide");
    observed(desk.state, desk.standing("wide"), 300);
    expect(desk.standing("wide").carried).toBe(1);
    desk.where("s3", 0, "fast");
    observed(desk.state, desk.standing("wide"), 300);
    expect(desk.standing("wide").carried).toBe(2);
  });
});

describe("a host that misses", () => {
  let people = 0;
  const missing = (desk: Desk, agentId: string, count: number): void => {
    for (let at = 0; at < count; at++) missed(desk.standing(agentId), `someone-${people++}`, desk.nowMs);
  };

  it("[LP35] goes back to one sketch at a time, then rests, while others can take them", () => {
    const desk = new Desk();
    desk.host("a", { frameMs: 100 });
    desk.host("b", { frameMs: 9000 });
    missing(desk, "a", MISSES_BACK_TO_ONE);
    expect(["s1", "s2", "s3"].map((session) => desk.where(session))).toEqual(["a", "b", "b"]);
    missing(desk, "a", MISSES_TO_REST - MISSES_BACK_TO_ONE);
    release(desk.state, "s1");
    expect(desk.where("s4")).toBe("b");
    desk.nowMs += HOST_REST_MS;
    expect(desk.where("s5")).toBe("a");
    expect(desk.where("s6")).toBe("b");
  });

  it("[LP35] is better than none where it is the only one, or where all miss", () => {
    const desk = new Desk();
    desk.host("a");
    missing(desk, "a", MISSES_TO_REST);
    expect(["s1", "s2"].map((session) => desk.where(session))).toEqual(["a", "a"]);
    desk.host("b");
    missing(desk, "b", MISSES_TO_REST);
    expect(["s3", "s4", "s5"].map((session) => desk.where(session))).toEqual(["b", "b", "a"]);
  });
});

describe("when all are full", () => {
  it("[LP25 LP35] sessions wait in line, first come first served", () => {
    const desk = new Desk();
    desk.host("a", { capacity: 1 });
    expect(desk.where("s1")).toBe("a");
    for (const session of ["s2", "s3", "s4"]) {
      desk.nowMs += 1;
      desk.ask(session);
    }
    expect(["s4", "s2", "s3"].map((session) => desk.where(session))).toEqual(["busy 3", "busy 1", "busy 2"]);
    release(desk.state, "s1");
    expect(["s3", "s2", "s3", "s4"].map((session) => desk.where(session))).toEqual([
      "busy 1",
      "a",
      "busy 1",
      "busy 2",
    ]);
  });

  it("[LP35] a newcomer does not pass the line", () => {
    const desk = new Desk();
    desk.host("a", { capacity: 1 });
    desk.ask("s1");
    desk.nowMs += 1;
    desk.ask("s2");
    release(desk.state, "s1");
    desk.nowMs += 1;
    expect(desk.where("late")).toBe("busy 1");
    expect(desk.where("s2")).toBe("a");
  });

  it("[LP35] whoever stopped asking has left the line", () => {
    const desk = new Desk();
    desk.host("a", { capacity: 1 });
    desk.ask("s1");
    desk.ask("s2");
    desk.nowMs += 5000;
    desk.ask("s3");
    desk.nowMs += 5000;
    expect(desk.where("s3")).toBe("busy 1");
    desk.sweep();
    expect([...desk.state.waiting.keys()]).toEqual(["s3"]);
  });

  it("[LP35] a session never stands in its own way", () => {
    const desk = new Desk();
    desk.host("a", { capacity: 1 });
    desk.ask("s1");
    expect(desk.where("s1", 5)).toBe("a");
  });
});

describe("losing the dispatcher", () => {
  it("[LP35] for 15 s after a restart no placement expires, and who is recorded waits for its host", () => {
    const desk = new Desk([OLD], 1000);
    desk.host("b", { frameMs: 1 });
    desk.nowMs += DISPATCHER_GRACE_MS - 1;
    beat(desk.state, "b", true, 1, desk.nowMs);
    expect(desk.sweep()).toEqual([]);
    expect(desk.where("s1", 4)).toBe("wait");
    desk.nowMs += 1;
    expect(desk.sweep()).toEqual([{ type: "forget", session: "s1" }]);
    expect(desk.where("s1", 4)).toBe("b");
  });

  it("[LP35] a host that comes back in time keeps its sessions, unasked", () => {
    const desk = new Desk([OLD]);
    desk.nowMs = 2000;
    expect(desk.host("a", { holding: [{ session: "s1", placement: 4 }] })).toEqual([]);
    desk.nowMs = DISPATCHER_GRACE_MS + 1;
    beat(desk.state, "a", true, 500, desk.nowMs);
    expect(desk.sweep()).toEqual([]);
    expect(desk.where("s1", 4)).toBe("a");
  });

  it("[LP34 LP35] what a host says it holds and nobody wrote down is taken from it, unless its ticket proves it", () => {
    const desk = new Desk();
    const row = { session: "s1", agentId: "a", placement: 9 };
    expect(desk.host("a", { holding: [{ session: "s1", placement: 9 }] })).toEqual([
      { type: "unassign", ...row },
    ]);
    expect(desk.state.placements.size).toBe(0);
    expect(desk.host("a", { holding: [{ session: "s1", placement: 9, proven: true }] })).toEqual([
      { type: "remember", ...row },
    ]);
    expect(desk.where("s1", 9)).toBe("a");
  });

  it("[LP34 LP35] what it holds of an older placement is taken from it", () => {
    const desk = new Desk([OLD]);
    expect(desk.host("b", { holding: [{ session: "s1", placement: 3 }] })).toEqual([
      { type: "unassign", session: "s1", agentId: "b", placement: 3 },
    ]);
    expect(desk.state.placements.get("s1")).toEqual(OLD);
  });

  it("[LP34 LP35] what it lost is assigned to it again", () => {
    const desk = new Desk([OLD]);
    expect(desk.host("a")).toEqual([{ type: "assign", ...OLD }]);
  });

  it("[LP34] a higher number than the recorded one is nothing without a ticket", () => {
    const desk = new Desk([OLD]);
    const claim = { session: "s1", placement: 5 };
    expect(desk.host("b", { holding: [claim] })).toEqual([{ type: "unassign", agentId: "b", ...claim }]);
    expect(desk.state.placements.get("s1")).toEqual(OLD);
    desk.host("b", { holding: [{ ...claim, proven: true }] });
    expect(desk.host("a", { holding: [{ session: "s1", placement: 4 }] })).toEqual([
      { type: "unassign", session: "s1", agentId: "a", placement: 4 },
    ]);
    expect(desk.where("s1", 5)).toBe("b");
  });

  it("[LP34] neither is a renewal", () => {
    const desk = new Desk([OLD]);
    const { session, placement } = OLD;
    const ask = (agentId: string, number: number, proven: boolean) =>
      renew(desk.state, agentId, { session, placement: number, proven });
    expect(ask("b", placement, true)).toEqual([{ type: "unassign", ...OLD, agentId: "b" }]);
    expect(ask("b", 5, false)).toEqual([{ type: "unassign", ...OLD, agentId: "b", placement: 5 }]);
    expect(desk.state.placements.get("s1")).toEqual(OLD);
    expect(ask("a", placement, false)).toEqual([{ type: "assign", ...OLD }]);
    const later = { ...OLD, agentId: "b", placement: 5 };
    expect(ask("b", 5, true)).toEqual([
      { type: "remember", ...later },
      { type: "assign", ...later },
    ]);
  });

  it("[LP34] a number that cannot have come from here is not remembered", () => {
    const desk = new Desk(
      [2 ** 53 - 1, PLACEMENT_MAX, 0, -3, 1.5].map((placement, at) => ({
        ...OLD,
        session: `s${at}`,
        placement,
      })),
    );
    expect(desk.state.placements.size).toBe(0);
    desk.host("a");
    expect(desk.ask("s0").effects).toContainEqual({
      type: "assign",
      session: "s0",
      agentId: "a",
      placement: 1,
    });
  });

  it("[LP25 LP26] a session that takes its placement no more holds nobody's place while it waits", () => {
    const desk = new Desk();
    desk.host("a", { capacity: 1 });
    expect(desk.where("s1")).toBe("a");
    desk.ask("s2");
    desk.nowMs += 1;
    // It was replaced there, and came back behind the other.
    expect(desk.ask("s1", 2, "a").effects).toContainEqual({ type: "forget", session: "s1" });
    expect(desk.where("s2")).toBe("a");
  });
});

describe("losing hosts", () => {
  it("[LP35] a host silent for 15 s is not counted, and its sessions are free after the grace time", () => {
    const desk = new Desk();
    desk.host("a");
    desk.ask("s1");
    desk.nowMs = HEARTBEAT_LOST_MS - 1;
    desk.sweep();
    expect(desk.where("s2")).toBe("a");
    desk.nowMs += 1;
    expect(desk.sweep()).toEqual([]);
    expect(desk.where("s3")).toBe("wait");
    desk.nowMs += DISPATCHER_GRACE_MS;
    expect(desk.sweep()).toEqual([
      { type: "forget", session: "s1" },
      { type: "forget", session: "s2" },
    ]);
    expect(desk.state.hosts.size).toBe(0);
  });

  it("[LP26 LP35] a session whose host is gone may go elsewhere at once", () => {
    const desk = new Desk();
    desk.host("a");
    desk.ask("s1");
    disconnected(desk.state, "a", 100);
    desk.host("b");
    expect(desk.where("s1", 1)).toBe("b");
    expect(desk.state.placements.get("s1")?.placement).toBe(2);
  });

  it("[LP35] a beat brings a silent host back", () => {
    const desk = new Desk();
    desk.host("a");
    desk.nowMs = HEARTBEAT_LOST_MS;
    desk.sweep();
    beat(desk.state, "a", true, 500, desk.nowMs);
    expect(desk.where("s1")).toBe("a");
    beat(desk.state, "nobody", true, 1, 1);
  });

  it("[LP34] gone ends this very placement of this very host, and no other", () => {
    const desk = new Desk([OLD]);
    expect(gone(desk.state, "b", "s1", 4)).toEqual([]);
    expect(gone(desk.state, "a", "s1", 3)).toEqual([]);
    expect(gone(desk.state, "a", "s2", 4)).toEqual([]);
    expect(gone(desk.state, "a", "s1", 4)).toEqual([{ type: "forget", session: "s1" }]);
    expect(gone(desk.state, "a", "s1", 4)).toEqual([]);
  });

  it("[LP25 LP35] release gives the place back, and the place in line", () => {
    const desk = new Desk();
    desk.host("a", { capacity: 1 });
    desk.ask("s1");
    desk.ask("s2");
    expect(release(desk.state, "s2")).toEqual([]);
    expect(desk.state.waiting.size).toBe(0);
    expect(release(desk.state, "s1")).toEqual([{ type: "forget", session: "s1" }]);
    expect(desk.where("s3")).toBe("a");
  });
});
