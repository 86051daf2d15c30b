import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes longest, by waiting more than by working: begun first, it is waited for beside all the others. */
const LONGEST = [
  "simulator/src/live-run.test.ts",
  "test/live/credits.test.ts",
  "test/live/hibernation.test.ts",
  "test/live/credits-end.test.ts",
  "test/purge.test.ts",
  "e2e/account.test.ts",
  "e2e/credits.test.ts",
  "e2e/trouble.test.ts",
  "e2e/states.test.ts",
  "e2e/long-drawing.test.ts",
  "e2e/replay.test.ts",
];

/** The rest as vitest has it: by what it remembers, and on a new machine by size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((end) => moduleId.endsWith(end));
      return at === -1 ? LONGEST.length : at;
    };
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
