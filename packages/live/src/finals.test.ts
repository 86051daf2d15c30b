/** Finals, their progress, and copies of sketches. */
import { describe, expect, it } from "vitest";
import {
  OVERDUE_CEILING_MS,
  PROGRESS_EVERY_MS,
  PROGRESS_SILENCE_MS,
  type FrameHeader,
} from "@llamasketch/contract";
import {
  attached,
  broadcast,
  changedFor,
  of,
  relayedHeaders,
  resting,
  said,
  toAgent,
  type Table,
} from "./test-kit.ts";

describe("finals", () => {
  const finalFrame = (table: Table, version = 1, more: Partial<FrameHeader> = {}) =>
    table.frame(version, { quality: "final", widthPx: 1024, heightPx: 1024, ...more });
  const progress = (table: Table, seq: number, step: number, steps = 30) =>
    said(table.agent({ type: "progress", seq, step, steps }), "progress");

  it("[LP41] is asked for as such, shown to everyone and kept, though the hand did not rest", () => {
    const table = resting();
    table.join("o", "watcher-old", "watch");
    expect(toAgent(changedFor(table, 1, { final: true }))).toEqual([
      { type: "ready", refine: true, final: true },
    ]);
    table.turn();
    const effects = table.answer(finalFrame(table));
    expect(broadcast(effects)).toMatchObject([{ quality: "final", conns: ["c1", "o"] }]);
    expect(of(effects, "keep")).toMatchObject([{ header: { quality: "final" } }]);
    expect(table.state.agent?.tookMs).toHaveLength(1);
  });

  it("[LP41] on its way it is not asked for again, though a sharper picture is not it", () => {
    const table = resting();
    table.turn();
    table.frame(1, { quality: "full" });
    expect(toAgent(changedFor(table, 1, { final: true }))).toHaveLength(1);
    table.turn();
    finalFrame(table);
    expect(toAgent(changedFor(table, 1, { final: true }))).toEqual([]);
  });

  it("[LP41] one that comes too late to be shown is kept still", () => {
    const table = resting();
    table.turn();
    const final = finalFrame(table);
    table.turn();
    table.answer(table.frame(2));
    const effects = table.answer(final);
    expect(of(effects, "keep")).toMatchObject([{ header: { version: 1, quality: "final" } }]);
    expect(table.state.done).toBe(2);
  });

  it("[LP42] new ink drops one that waits here", () => {
    const table = resting();
    finalFrame(table);
    expect(said(table.changed(2), "drop")).toEqual([{ type: "drop", version: 1, reason: "superseded" }]);
    expect(table.state.waiting).toBeNull();
  });

  it("[LP43] its progress goes to all who can, ten times a second at most", () => {
    const table = resting();
    table.join("w", "watcher-new", "watch", ["progress"]);
    table.join("o", "watcher-old", "watch", ["variations"]);
    table.turn();
    const seq = relayedHeaders(finalFrame(table))[0]?.seq ?? 0;
    const effects = table.agent({ type: "progress", seq, step: 1, steps: 30 });
    expect(effects).toEqual(
      ["c1", "w"].map((conn) => ({
        type: "toClient",
        conn,
        message: { type: "progress", version: 1, step: 1, steps: 30 },
      })),
    );
    table.nowMs += PROGRESS_EVERY_MS - 1;
    expect(progress(table, seq, 2)).toEqual([]);
    table.nowMs += 1;
    expect(progress(table, seq, 3)).toHaveLength(1);
  });

  it("[LP43] progress of anything else, or beyond the end, is passed over", () => {
    const table = resting();
    table.turn();
    const seq = relayedHeaders(table.frame(2))[0]?.seq ?? 0;
    expect(progress(table, seq, 1)).toEqual([]);
    expect(progress(table, seq + 7, 1)).toEqual([]);
    table.turn();
    const final = relayedHeaders(finalFrame(table, 2))[0]?.seq ?? 0;
    expect(progress(table, final, 31, 30)).toEqual([]);
  });

  it("[LP26 LP43] it is overdue when nothing was heard of it for so long, not before", () => {
    const table = resting();
    table.turn();
    const seq = relayedHeaders(finalFrame(table))[0]?.seq ?? 0;
    for (let step = 1; step <= 20; step++) {
      expect(of(table.pass(PROGRESS_SILENCE_MS - 1), "place")).toEqual([]);
      progress(table, seq, step);
    }
    expect(of(table.pass(PROGRESS_SILENCE_MS - 1), "place")).toEqual([]);
    expect(of(table.pass(1), "place")).toHaveLength(1);
    expect(table.state.waiting?.header.quality).toBe("final");
  });

  it.each([
    [100, PROGRESS_SILENCE_MS],
    [3000, 30_000],
    [20_000, OVERDUE_CEILING_MS],
  ])("[LP26 LP43] without progress by what its agent usually takes: %i ms, %i ms", (expectMs, afterMs) => {
    const table = attached();
    table.attach("a1", expectMs);
    table.turn();
    finalFrame(table);
    expect(of(table.pass(afterMs - 1), "place")).toEqual([]);
    expect(of(table.pass(1), "place")).toHaveLength(1);
  });

  it("[LP26] a final that takes its time does not hide a frame that is overdue", () => {
    const table = resting();
    table.turn();
    finalFrame(table);
    table.turn();
    table.frame(2);
    expect(of(table.pass(2000), "place")).toHaveLength(1);
  });
});

describe("a copy", () => {
  it("[LP4 LP5 LP24] goes on from the epochs and the log of its source", () => {
    const table = attached();
    const effects = table.do({ type: "adopted", epoch: 7, chunks: 12 });
    expect(of(effects, "remember")[0]?.remembered.epoch).toBe(7);
    expect(said(table.join("c2"), "welcome", "c2")[0]?.chunks).toBe(12);
    table.do({ type: "adopted", epoch: 3, chunks: 2 });
    expect([table.state.epoch, table.state.chunks]).toEqual([7, 12]);
  });
});
