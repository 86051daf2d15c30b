import lighthouse from "lighthouse";

const RUNS = 3;
const CATEGORIES = {
  performance: "performance",
  accessibility: "accessibility",
  bestPractices: "best-practices",
  seo: "seo",
} as const;

export type Scores = Record<keyof typeof CATEGORIES, number>;

/** Medians of three runs of the mobile preset, 0 to 100. */
export async function scorePage(url: string, port: number): Promise<Scores> {
  const runs: Scores[] = [];
  for (let run = 0; run < RUNS; run++) {
    const result = await lighthouse(url, {
      port,
      logLevel: "error",
      onlyCategories: Object.values(CATEGORIES),
    });
    if (!result) throw new Error(`Lighthouse gave nothing for ${url}`);
    const { categories, audits } = result.lhr;
    const scores = Object.fromEntries(
      Object.entries(CATEGORIES).map(([name, id]) => [name, Math.round((categories[id]?.score ?? 0) * 100)]),
    ) as Scores;
    runs.push(scores);
    if (run > 0) continue;
    for (const audit of Object.values(audits)) {
      if (audit.score === null || audit.score >= 0.9 || audit.scoreDisplayMode === "informative") continue;
      console.log(`  ${new URL(url).pathname}: ${audit.id} ${audit.displayValue ?? ""} (${audit.score})`);
    }
  }
  const median = (name: keyof Scores): number =>
    runs.map((scores) => scores[name]).toSorted((a, b) => a - b)[RUNS >> 1] ?? 0;
  const medians: Scores = {
    performance: median("performance"),
    accessibility: median("accessibility"),
    bestPractices: median("bestPractices"),
    seo: median("seo"),
  };
  console.log(`  ${new URL(url).pathname}: ${JSON.stringify(medians)}`);
  return medians;
}
