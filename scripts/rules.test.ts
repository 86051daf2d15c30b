/** Every numbered rule of the protocol's page is carried by a test: a rule cannot lose its last one silently. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const ROOMS = ["packages", "workers", "gpu-agent", "web", "scripts", "bench"];
/** A test's name, from its opening bracket: `it("[LP1 LP2] …`, `test(…`, `it.each(…)(\n "[LP3] …`. */
const NAME = /["'`]\[((?:(?:LP|LM|JB|R)\d+|%s)(?: (?:(?:LP|LM|JB|R)\d+|%s))*)\] /g;

function testFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^(node_modules|dist|\..*)$/.test(entry.name) ? [] : testFiles(path);
    return entry.name.endsWith(".test.ts") ? [path] : [];
  });
}

const carried = new Map<string, string[]>();
for (const file of ROOMS.flatMap(testFiles)) {
  for (const [, rules = ""] of readFileSync(join(root, file), "utf8").matchAll(NAME)) {
    for (const rule of rules.split(" ")) carried.set(rule, [...(carried.get(rule) ?? []), file]);
  }
}

const page = readFileSync(join(root, "docs/live-protocol.md"), "utf8");
const rules = [...page.matchAll(/^- \*\*(LP\d+)\*\*/gm)].map(([, rule = ""]) => rule);
const metering = [...page.matchAll(/^- \*\*(LM\d+)\*\*/gm)].map(([, rule = ""]) => rule);
const jobPage = readFileSync(join(root, "docs/job-protocol.md"), "utf8");
const jobRules = [...jobPage.matchAll(/^- \*\*(JB\d+)\*\*/gm)].map(([, rule = ""]) => rule);
const refusals = [...page.matchAll(/^\| (R\d+) +\|/gm)].map(([, rule = ""]) => rule);

describe("the rules of the page", () => {
  it("are numbered without a gap", () => {
    expect(rules).toEqual(Array.from({ length: rules.length }, (_, at) => `LP${at + 1}`));
    expect(metering).toEqual(Array.from({ length: metering.length }, (_, at) => `LM${at + 1}`));
    // Refusals are not: a number that is given up is not given again.
    const numbers = refusals.map((rule) => Number(rule.slice(1)));
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
    expect(jobRules).toEqual(Array.from({ length: jobRules.length }, (_, at) => `JB${at + 1}`));
    expect([rules.length, metering.length, jobRules.length]).toEqual([61, 11, 15]);
    expect(refusals.length).toBeGreaterThanOrEqual(19);
  });

  it.each([...rules, ...metering, ...jobRules, ...refusals])("%s is carried by a test", (rule) => {
    expect(carried.get(rule) ?? []).not.toEqual([]);
  });

  it("tests carry no rule that the page does not have", () => {
    const known = new Set([...rules, ...metering, ...jobRules, ...refusals, "%s"]);
    expect([...carried.keys()].filter((rule) => !known.has(rule))).toEqual([]);
  });
});
