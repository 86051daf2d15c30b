import { describe, expect, it } from "vitest";
import { DISPATCHER_GRACE_MS, HEARTBEAT_LOST_MS } from "@llamasketch/contract";
import {
  beat,
  createPlacementState,
  disconnected,
  gone,
  observed,
  place,
  register,
  release,
  sweep,
  type PlacementRow,
  type Registration,
} from "./placement.ts";

/** A dispatcher whose clock is moved by hand. */
class Desk {
  nowMs: number;
  readonly state;

  constructor(remembered: PlacementRow[] = [], nowMs = 0) {
    this.nowMs = nowMs;
    this.state = createPlacementState(remembered, nowMs);
  }

  host(agentId: string, more: Partial<Registration> = {}) {
    const host = { agentId, name: agentId, slots: 1, capacity: 10, frameMs: 500, holding: [], ...more };
    return register(this.state, host, this.nowMs);
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
    expect(moved.result).toEqual({ state: "assigned", agentId: "b" });
    expect(moved.effects[0]).toMatchObject({ type: "unassign", agentId: "a", placement: 2 });
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
    observed(desk.state, "a", 1000);
    beat(desk.state, "a", true, 1, 0);
    desk.host("a", { frameMs: 1 });
    expect(desk.state.hosts.get("a")?.frameMs).toBe(1000);
    expect(desk.where("s1")).toBe("b");
    observed(desk.state, "a", 0);
    expect(desk.state.hosts.get("a")?.frameMs).toBeCloseTo(700);
    beat(desk.state, "b", true, 50, 0);
    expect(desk.state.hosts.get("b")?.frameMs).toBe(50);
    observed(desk.state, "nobody", 5);
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

  it("[LP34 LP35] what a host holds and nobody wrote down is written down", () => {
    const desk = new Desk();
    const row = { session: "s1", agentId: "a", placement: 9 };
    expect(desk.host("a", { holding: [{ session: "s1", placement: 9 }] })).toEqual([
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

  it("[LP34] a newer placement than the recorded one is believed", () => {
    const desk = new Desk([OLD]);
    desk.host("b", { holding: [{ session: "s1", placement: 5 }] });
    expect(desk.host("a", { holding: [{ session: "s1", placement: 4 }] })).toEqual([
      { type: "unassign", session: "s1", agentId: "a", placement: 4 },
    ]);
    expect(desk.where("s1", 5)).toBe("b");
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
