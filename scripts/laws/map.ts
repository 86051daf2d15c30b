/** The map of `CONTRIBUTING.md`, printed from the data file. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { House, Room } from "./house.ts";

const BEGIN = "<!-- The map is printed from scripts/laws/house.json: npm run laws -- --map -->";
const END = "<!-- End of the map -->";
const PAGE = "CONTRIBUTING.md";

/** Sections of Markdown, formatted as the formatter leaves them. */
export function printMap(house: House): string {
  const sections = house.tables.map(({ heading, rooms }) => [
    `### ${heading}`,
    "",
    ...table(["room", "what is in it", "may import"], rooms.map(rowOf)),
    "",
  ]);
  const exceptions = house.exceptions.map(({ from, to, edges, reason }) => [
    `\`${from}\``,
    `\`${to}\``,
    String(edges),
    reason,
  ]);
  const { arrows, files, reason } = house.circles;
  return [
    BEGIN,
    "",
    ...sections.flat(),
    ...(exceptions.length > 0
      ? [
          "### What is there and not allowed",
          "",
          "Each arrow is counted: one more is refused, and one fewer wants the smaller number in the data file.",
          "",
          ...table(["from", "to", "imports", "until"], exceptions),
          "",
        ]
      : []),
    `${arrows} arrows between rooms and ${files} files stand in circles, type imports counted. ${reason}`,
    "",
    END,
  ].join("\n");
}

function rowOf({ room, what, imports }: Room): string[] {
  return [`\`${room}\``, what, imports.map((entry) => shortName(entry)).join(", ")];
}

/** `contract` for a package, code for what holds an asterisk; the rest as it stands. */
function shortName(entry: string): string {
  const name = entry.replace(/^packages\//u, "");
  return name.includes("*") ? `\`${name}\`` : name;
}

function table(head: string[], rows: string[][]): string[] {
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)];
}

function cut(page: string): { before: string; map: string; after: string } {
  const from = page.indexOf(BEGIN);
  const to = page.indexOf(END);
  if (from < 0 || to < from) throw new Error(`${PAGE} has lost the marks around its map`);
  return {
    before: page.slice(0, from),
    map: page.slice(from, to + END.length),
    after: page.slice(to + END.length),
  };
}

/** Lines of the page's map that are not those of the data file, and the other way round. */
export function mapDifferences(house: House, page: string): string[] {
  const printed = printMap(house).split("\n");
  const there = cut(page).map.split("\n");
  const differences: string[] = [];
  for (let at = 0; at < Math.max(printed.length, there.length); at++)
    if (printed[at] !== there[at])
      differences.push(
        `the map, line ${at + 1}: ${there[at] ?? "nothing"}\n  is to be: ${printed[at] ?? "nothing"}`,
      );
  return differences;
}

export const readPage = (root: string): string => readFileSync(join(root, PAGE), "utf8");

export function writeMap(root: string, house: House): void {
  const { before, after } = cut(readPage(root));
  writeFileSync(join(root, PAGE), before + printMap(house) + after);
}
