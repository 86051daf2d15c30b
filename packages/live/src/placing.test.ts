import { describe, expect, it } from "vitest";
import { AGENT_REDIAL_MS, IDLE_RELEASE_MS, OVERDUE_FLOOR_MS, PLACE_RETRY_MS } from "@llamasketch/contract";
import { Table, attached, of, relayedHeaders, said, toAgent } from "./test-kit.ts";

const places = (effects: Parameters<typeof of>[0]) => of(effects, "place");

describe("status", () => {
  it("[LP25] placing while an agent is looked for, live when one is attached", () => {
    const table = new Table();
    const joined = table.join("c1");
    expect(said(joined, "status").map(({ status }) => status)).toEqual([
      { state: "resting" },
      { state: "placing" },
    ]);
    expect(places(joined)).toEqual([{ type: "place", placement: 0, avoid: null }]);
    table.do({ type: "placed", result: { agentId: "gpu-of-a1", newcomer: false } });
    expect(said(table.agentJoins(), "status")).toEqual([]);
    expect(said(table.attach(), "status")).toEqual([
      { type: "status", status: { state: "live", agent: "GPU one", painter: false } },
    ]);
  });

  it("[LP25] a watcher alone asks for no GPU", () => {
    expect(places(new Table().join("w", "watcher-1", "watch"))).toEqual([]);
  });

  it("[LP25] busy with the place in line, asked again every 2 s, told only when it changes", () => {
    const table = new Table();
    table.join("c1");
    const busy = (position: number) => table.do({ type: "placed", result: { busyPosition: position } });
    expect(said(busy(2), "status")).toEqual([{ type: "status", status: { state: "busy", position: 2 } }]);
    expect(places(table.pass(PLACE_RETRY_MS - 1))).toEqual([]);
    expect(places(table.pass(1))).toHaveLength(1);
    expect(said(busy(2), "status")).toEqual([]);
    table.pass(PLACE_RETRY_MS);
    expect(said(busy(1), "status")).toHaveLength(1);
  });

  it("[LP25] after two minutes without a change it rests, and the first change brings a GPU back", () => {
    const table = attached();
    const [alarm] = of(table.attach(), "alarm");
    expect(alarm?.atMs).toBe(table.nowMs + IDLE_RELEASE_MS);
    table.nowMs += IDLE_RELEASE_MS;
    const effects = table.do({ type: "alarm" });
    expect(said(effects, "status")).toEqual([{ type: "status", status: { state: "resting" } }]);
    expect(of(effects, "release")).toHaveLength(1);
    expect(of(effects, "close")).toEqual([{ type: "close", conn: "a1", why: "released" }]);
    table.pass(60_000);
    const back = table.changed(1);
    expect(places(back)).toHaveLength(1);
    expect(said(back, "status")).toEqual([{ type: "status", status: { state: "placing" } }]);
  });

  it("[LP25] an alarm that comes while someone draws is set again, two minutes after the last change", () => {
    const table = attached();
    table.nowMs += IDLE_RELEASE_MS - 5000;
    table.turn();
    table.answer(table.frame(1));
    table.nowMs += 5000;
    const effects = table.do({ type: "alarm" });
    expect(of(effects, "release")).toEqual([]);
    expect(of(effects, "alarm")).toEqual([{ type: "alarm", atMs: table.nowMs - 5000 + IDLE_RELEASE_MS }]);
  });

  it("[LP25] an alarm during a very slow frame is set again later, not at once", () => {
    const table = attached();
    table.turn();
    table.frame(1);
    table.agent({ type: "soon", inMs: 500_000 });
    table.nowMs += IDLE_RELEASE_MS + 1;
    const effects = table.do({ type: "alarm" });
    expect(of(effects, "release")).toEqual([]);
    expect(of(effects, "alarm")[0]?.atMs).toBeGreaterThan(table.nowMs);
  });

  it("[LP25] when nobody is connected the agent is given back after 10 s, and a reload keeps it", () => {
    const table = attached();
    table.do({ type: "clientLeft", conn: "c1" });
    expect(of(table.pass(9000), "release")).toEqual([]);
    table.join("c2", "tab-of-c1");
    expect(of(table.pass(30_000), "release")).toEqual([]);
    table.do({ type: "clientLeft", conn: "c2" });
    expect(of(table.pass(10_000), "release")).toHaveLength(1);
    expect(table.state.agent).toBeNull();
  });
});

describe("another agent", () => {
  it("[LP26] is asked for 1.5 s after a frame when all are fast, and the newest frame goes to it", () => {
    const table = attached();
    table.turn();
    table.frame(1);
    table.turn();
    table.frame(2);
    expect(places(table.pass(OVERDUE_FLOOR_MS - 1))).toEqual([]);
    const effects = table.pass(1);
    expect(of(effects, "close")).toEqual([{ type: "close", conn: "a1", why: "old_placement" }]);
    expect(places(effects)).toEqual([{ type: "place", placement: 2, avoid: "gpu-of-a1" }]);
    expect(said(effects, "status")).toEqual([{ type: "status", status: { state: "placing" } }]);
    expect(of(effects, "remember")[0]?.remembered.placement).toBe(2);
    table.agentJoins("a2", 2);
    expect(toAgent(table.attach("a2"), "a2").map(({ type }) => type)).toEqual(["ready"]);
    expect(relayedHeaders(table.turn("a2")).map(({ version }) => version)).toEqual([2]);
  });

  it("[LP26] asked for once: frames that come while it is on its way do not ask again, nor give it up", () => {
    const table = attached();
    table.do({ type: "agentLeft", conn: "a1", clean: true });
    table.do({ type: "placed", result: { agentId: "gpu-of-a2", newcomer: false } });
    for (let version = 1; version <= 20; version++) expect(places(table.frame(version))).toEqual([]);
    expect(of(table.pass(PLACE_RETRY_MS), "missed")).toEqual([]);
    expect(table.state.placing?.asks).toBe(2);
  });

  it("[LP26] 3 × the p95 of the frames timed here", () => {
    const table = attached();
    for (let version = 1; version <= 10; version++) {
      table.turn();
      const relayed = table.frame(version);
      table.nowMs += 1000;
      table.answer(relayed);
    }
    table.turn();
    table.frame(11);
    expect(places(table.pass(2999))).toEqual([]);
    expect(places(table.pass(1))).toHaveLength(1);
  });

  it("[LP26] before that, 3 × what the agent expects", () => {
    const table = attached();
    table.attach("a1", 4000);
    table.turn();
    table.frame(1);
    expect(places(table.pass(11_999))).toEqual([]);
    expect(places(table.pass(1))).toHaveLength(1);
  });

  it("[LP26] an agent that said how long is waited for", () => {
    const table = attached();
    table.turn();
    table.frame(1);
    table.agent({ type: "soon", inMs: 5000 });
    expect(places(table.pass(5000 + 15_000 - 1))).toEqual([]);
    expect(places(table.pass(1))).toHaveLength(1);
  });

  it.each([400, 5000, 90_000])("[LP26] a turn promised in %i ms is waited for", (inMs) => {
    const table = attached();
    table.changed(1);
    table.agent({ type: "soon", inMs });
    expect(places(table.pass(inMs + OVERDUE_FLOOR_MS - 1))).toEqual([]);
    expect(places(table.pass(4 * inMs))).not.toEqual([]);
  });

  it("[LP26] an agent that does not answer `ready` within 1.5 s is silent", () => {
    const table = attached();
    table.changed(1);
    table.nowMs += 1000;
    // Asking again does not buy it time.
    table.changed(1);
    expect(places(table.pass(OVERDUE_FLOOR_MS - 1001))).toEqual([]);
    expect(places(table.pass(1))).toEqual([{ type: "place", placement: 2, avoid: "gpu-of-a1" }]);
  });

  it("[LP26] one that dials and never attaches is silent too", () => {
    const table = new Table();
    table.join("c1");
    table.do({ type: "placed", result: { agentId: "gpu-of-a1", newcomer: false } });
    table.agentJoins();
    expect(of(table.pass(OVERDUE_FLOOR_MS), "close")).toMatchObject([{ conn: "a1" }]);
  });

  it("[LP26] 2.5 s after the socket is lost; an agent that came back by then is not replaced", () => {
    const lost = (): Table => {
      const table = attached();
      table.turn();
      table.frame(1);
      table.do({ type: "agentLeft", conn: "a1", clean: false });
      return table;
    };
    const gone = lost();
    expect(places(gone.pass(AGENT_REDIAL_MS - 1))).toEqual([]);
    expect(places(gone.pass(1))).toEqual([{ type: "place", placement: 1, avoid: null }]);
    const back = lost();
    back.pass(2000);
    back.agentJoins("a2", 1);
    back.attach("a2");
    expect(relayedHeaders(back.turn("a2")).map(({ version }) => version)).toEqual([1]);
    expect(places(back.pass(1000))).toEqual([]);
  });

  it("[LP26] at once when the agent said that it leaves, or when something is drawn meanwhile", () => {
    const leaving = attached();
    expect(places(leaving.do({ type: "agentLeft", conn: "a1", clean: true }))).toHaveLength(1);
    const drawing = attached();
    drawing.do({ type: "agentLeft", conn: "a1", clean: false });
    expect(places(drawing.frame(1))).toHaveLength(1);
  });

  it("[LP26] placing again and again without anyone dialling raises the placement and avoids that host", () => {
    const table = new Table();
    table.join("c1");
    const asked: [number, string | null][] = [];
    for (let times = 0; times < 6; times++) {
      table.do({ type: "placed", result: { agentId: "gpu-of-a1", newcomer: false } });
      asked.push(
        ...places(table.pass(PLACE_RETRY_MS)).map(
          ({ placement, avoid }) => [placement, avoid] as [number, string | null],
        ),
      );
    }
    expect(asked.map(([placement]) => placement)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(asked.map(([, avoid]) => avoid)).toEqual([
      null,
      null,
      null,
      "gpu-of-a1",
      "gpu-of-a1",
      "gpu-of-a1",
    ]);
  });

  it("[LP26] a frame that came without any agent waits for the next one", () => {
    const table = new Table();
    table.join("c1");
    table.settings("c1");
    table.frame(3);
    table.do({ type: "placed", result: { agentId: "gpu-of-a1", newcomer: false } });
    table.agentJoins();
    expect(toAgent(table.attach()).map(({ type }) => type)).toEqual(["ready"]);
    expect(relayedHeaders(table.turn()).map(({ version }) => version)).toEqual([3]);
  });
});
