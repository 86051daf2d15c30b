import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const run = (...args: string[]) => {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const flags = ["--disable-warning=ExperimentalWarning"];
  return spawnSync(process.execPath, [...flags, main, ...args], { encoding: "utf8" });
};

describe("npm run sketch", () => {
  it("--help prints how it is used, and ends well", () => {
    const { status, stdout, stderr } = run("--help");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("--strokes file.jsonl");
  });

  it.each([
    [["--nonsense"], "Unknown option '--nonsense'."],
    [["house.png"], "Unexpected argument 'house.png'."],
    [[], "Give --in or --strokes."],
    [["--in", "a.png", "--strokes", "b.jsonl"], "Give --in or --strokes."],
    [["--in", "a.png", "--frames", "0"], "--frames must be a number from 1 to 1000."],
    [["--in", "a.png", "--url", "localhost"], "--url must be an address"],
  ])("%j: says what is wrong and how it is used, and ends with 2", (args, said) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(said);
    expect(stderr).toContain("npm run sketch -- --url URL");
    expect(stderr).not.toMatch(/at .*node:internal|ERR_/);
  });
});
