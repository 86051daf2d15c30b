import type { Budget, StrokeTimes } from "./latency.ts";
import type { LineEta } from "./line-eta.ts";
import { DROP_REASONS, type DropReason } from "@llamasketch/contract";
import type { Chip } from "./chip.ts";
import { formatMs } from "./format-ms.ts";
import { words } from "./words.ts";

export interface Row {
  name: string;
  value: string;
  isSum?: boolean;
}
export interface Section {
  title: string;
  rows: Row[];
}

/** What the panel knows. */
export interface Figures {
  chip: Chip;
  budget: Budget | null;
  strokes: StrokeTimes | null;
  line: LineEta | null;
  agent: string | null;
  pictures: number;
  drops: Readonly<Record<DropReason, number>>;
  reconnects: number;
}

/** The panel's figures, as they are shown and as they are copied. */
export function sectionsOf(figures: Figures): Section[] {
  const { budget, strokes } = figures;
  const sections: Section[] = [];
  if (budget) sections.push({ title: words.budgetTitle, rows: budgetRows(budget) });
  sections.push({
    title: words.strokesTitle,
    rows: strokes
      ? [
          { name: words.strokes, value: String(strokes.count) },
          { name: words.p50, value: formatMs(strokes.p50Ms) },
          { name: words.p95, value: formatMs(strokes.p95Ms) },
        ]
      : [{ name: words.strokes, value: words.noStrokes }],
  });
  const rows: Row[] = [];
  if (figures.agent) rows.push({ name: words.host, value: figures.agent });
  rows.push({ name: words.pictures, value: String(figures.pictures) });
  for (const reason of DROP_REASONS) {
    rows.push({ name: words.drops[reason], value: String(figures.drops[reason]) });
  }
  rows.push({ name: words.reconnects, value: String(figures.reconnects) });
  sections.push({ title: words.countsTitle, rows });
  return sections;
}

/** The legs add up to the sum: each is what its outer one has beyond its inner one. */
function budgetRows({ encodeMs, sessionMs, agentMs, produceMs, roundTripMs, decodeMs }: Budget): Row[] {
  const between = (outer: number, inner: number): string => formatMs(Math.max(0, outer - inner));
  return [
    { name: words.encode, value: formatMs(encodeMs) },
    { name: words.network, value: between(roundTripMs, sessionMs) },
    { name: words.session, value: between(sessionMs, agentMs) },
    { name: words.wait, value: between(agentMs, produceMs) },
    { name: words.produce, value: formatMs(produceMs) },
    ...(decodeMs === null ? [] : [{ name: words.decode, value: formatMs(decodeMs) }]),
    { name: words.sum, value: formatMs(encodeMs + roundTripMs + (decodeMs ?? 0)), isSum: true },
  ];
}

/** Plain lines, for a message to whoever can help. */
export function figuresText(figures: Figures): string {
  const state = figures.chip.painter ? words.builtInSpoken(figures.chip.label) : figures.chip.label;
  const lines = sectionsOf(figures).flatMap(({ title, rows }) => [
    "",
    title,
    ...rows.map(({ name, value }) => `  ${name}: ${value}`),
  ]);
  return [words.status(state), ...lines, ""].join("\n");
}
