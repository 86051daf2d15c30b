import type { PictureView } from "@llamasketch/contract";
import { describe, expect, test } from "vitest";
import type { Operation, StrokeOperation } from "../../../drawing/operation.ts";
import { FILM_MAX_MS, planFilm, sceneAt, type Film, type Scene } from "./film-plan.ts";

const stroke = (id: string, ms: number): StrokeOperation => ({
  op: "stroke",
  id,
  tool: "brush",
  colour: "#000000",
  size: 4,
  points: Array.from({ length: 11 }, (_, at) => [at, at, (ms * at) / 10, null] as const),
});
const mark = (version: number, after: string | null): Operation => ({
  op: "mark",
  id: `mark${version}`,
  epoch: 1,
  version,
  after,
});
const picture = (version: number, kind: PictureView["kind"] = "live"): PictureView => ({
  id: `pic_${version}${kind}`,
  kind,
  variation: kind === "variation" ? 1 : null,
  epoch: 1,
  version,
  quality: "full",
  widthPx: 768,
  heightPx: 768,
  format: "jpeg",
  bytes: 9,
  settings: { prompt: "", strength: 0.5, seed: 1 },
  pinnedAt: null,
  createdAt: "2026-01-01T00:00:00.000Z",
  url: "",
});

/** Every frame, thirty a second. */
function frames(film: Film): Scene[] {
  const scenes: Scene[] = [];
  for (let atMs = 0; atMs <= film.durationMs; atMs += 1000 / 30) {
    scenes.push(sceneAt(film, atMs, scenes.at(-1) ?? null));
  }
  return scenes;
}

describe("a film", () => {
  const operations = [
    stroke("a", 1000),
    mark(3, "a"),
    { op: "undo", id: "u" } as const,
    stroke("b", 9000),
    mark(7, "b"),
  ];
  const film = planFilm(operations, [
    picture(7),
    picture(3, "final"),
    picture(3),
    picture(3, "variation"),
    picture(99),
  ]);

  test("shows strokes as they were drawn, and no hand that froze", () => {
    expect(film.beats.map(({ operation }) => operation.id)).toEqual(["a", "u", "b"]);
    expect(film.beats.map(({ durationMs }) => durationMs)).toEqual([1000, 150, 2500]);
    expect(sceneAt(film, 500, null).growing?.points).toHaveLength(6);
  });

  test("shows each picture once its canvas is done, the final after it, and no variation", () => {
    expect(film.cues.map(({ picture }) => picture.id)).toEqual([
      "pic_3live",
      "pic_3final",
      "pic_7live",
      "pic_99live",
    ]);
    expect(film.cues[0]?.atMs).toBe(1000);
    expect(sceneAt(film, 999, null).cue).toBe(-1);
    expect(sceneAt(film, 1000, null)).toMatchObject({ done: 1, cue: 1, fade: 0 });
    expect(sceneAt(film, 1500, null).fade).toBe(1);
  });

  test("ends with everything done, and never goes back", () => {
    const scenes = frames(film);
    expect(scenes.at(-1)).toMatchObject({ done: 3, cue: 3, fade: 1, growing: null });
    for (const [at, scene] of scenes.entries()) {
      expect(scene.done).toBeGreaterThanOrEqual(scenes[at - 1]?.done ?? 0);
      expect(scene.cue).toBeGreaterThanOrEqual(scenes[at - 1]?.cue ?? -1);
    }
  });

  test("of hours fits into half a minute", () => {
    const long = planFilm(
      Array.from({ length: 2000 }, (_, at) => stroke(`s${at}`, 2000)),
      [],
    );
    expect(long.durationMs).toBeCloseTo(FILM_MAX_MS);
    expect(frames(long).at(-1)?.done).toBe(2000);
  });

  test("without marks in the log its pictures come one after the other while it is drawn, the last at the end", () => {
    const film = planFilm([stroke("a", 1000), stroke("b", 1000)], [picture(9), picture(5), picture(7)]);
    expect(film.cues.map(({ picture, atMs }) => [picture.version, Math.round(atMs)])).toEqual([
      [5, 720],
      [7, 1440],
      [9, 2160],
    ]);
    expect(frames(film).at(-1)).toMatchObject({ done: 2, cue: 2, fade: 1 });
  });

  test("with some marks, those without come between those around them", () => {
    const film = planFilm(
      [stroke("a", 1000), mark(4, "a"), stroke("b", 1000), mark(8, "b")],
      [1, 2, 4, 6, 8, 9].map((version) => picture(version)),
    );
    const times = film.cues.map(({ atMs }) => Math.round(atMs));
    expect(film.cues.map(({ picture }) => picture.version)).toEqual([1, 2, 4, 6, 8, 9]);
    expect(times).toEqual([333, 667, 1000, 1540, 2080, 2160]);
  });

  test("without any stroke is of its pictures alone, and of many it is no longer than half a minute", () => {
    const few = planFilm([], [picture(1), picture(2)]);
    expect(few.cues.map(({ atMs }) => atMs)).toEqual([0, 600]);
    expect(frames(few).at(-1)).toMatchObject({ done: 0, cue: 1, fade: 1 });
    const many = planFilm(
      [],
      Array.from({ length: 900 }, (_, at) => picture(at)),
    );
    expect(many.durationMs).toBeCloseTo(FILM_MAX_MS);
    expect(frames(many).at(-1)?.cue).toBe(899);
  });

  test("of nothing is short", () => {
    const empty = planFilm([], []);
    expect(empty.cues).toEqual([]);
    expect(frames(empty).at(-1)).toMatchObject({ done: 0, cue: -1 });
  });
});
