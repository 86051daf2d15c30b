/** Circles of imports: between rooms, between files, and between files that load each other when they run. */
import type { SourceFile } from "./tree.ts";

export interface Circles {
  /** Arrows from room to room that lie on a circle, type imports counted. None: the rooms stand in layers. */
  arrows: [from: string, to: string][];
  /** Files that lie on a circle, type imports counted. */
  files: string[];
  /** Circles of files without type imports. */
  running: string[][];
}

type Graph = Map<string, Set<string>>;

function add(graph: Graph, from: string, to: string): void {
  let ends = graph.get(from);
  if (!ends) graph.set(from, (ends = new Set()));
  ends.add(to);
}

/** Counts over `files`; over plain `arrows` when those are given. */
export function circlesOf(
  files: SourceFile[],
  roomOf: (path: string) => string | null,
  arrows: [string, string][] = [],
): Circles {
  const rooms: Graph = new Map();
  const all: Graph = new Map();
  const running: Graph = new Map();
  for (const [from, to] of arrows) add(rooms, from, to);
  for (const { path, edges } of files)
    for (const { target, typeOnly } of edges) {
      if (!target || !("file" in target)) continue;
      add(all, path, target.file);
      if (!typeOnly) add(running, path, target.file);
      const [from, to] = [roomOf(path), roomOf(target.file)];
      if (from !== null && to !== null && from !== to) add(rooms, from, to);
    }
  const inCircle = new Map(
    knots(rooms).flatMap((knot, at) => knot.map((room): [string, number] => [room, at])),
  );
  return {
    arrows: [...rooms].flatMap(([from, ends]) =>
      [...ends]
        .filter((to) => inCircle.has(from) && inCircle.get(from) === inCircle.get(to))
        .map((to): [string, string] => [from, to]),
    ),
    files: knots(all).flat(),
    running: knots(running),
  };
}

/** Tarjan's strongly connected components, those of more than one. */
function knots(graph: Graph): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const open = new Set<string>();
  const found: string[][] = [];
  const visit = (node: string): number => {
    const own = order.size;
    let low = own;
    order.set(node, own);
    stack.push(node);
    open.add(node);
    for (const next of graph.get(node) ?? []) {
      const seen = order.get(next);
      if (seen === undefined) low = Math.min(low, visit(next));
      else if (open.has(next)) low = Math.min(low, lowest.get(next) ?? seen);
      lowest.set(node, low);
    }
    lowest.set(node, low);
    if (low === own) {
      const knot = stack.splice(stack.indexOf(node));
      for (const each of knot) open.delete(each);
      if (knot.length > 1) found.push(knot);
    }
    return low;
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return found;
}
