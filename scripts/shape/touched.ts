/** How many files outside its own folders a studio touches: those that whoever adds one has to know. */
import { execFileSync } from "node:child_process";

/** A studio's folders, at each end and in the tests. */
export const foldersOf = (studio: string): string[] => [
  `workers/src/studios/${studio}/`,
  `workers/test/studios/${studio}/`,
  `web/src/studios/${studio}/`,
];

export const outside = (paths: readonly string[], studio: string): string[] =>
  paths.filter((path) => !foldersOf(studio).some((folder) => path.startsWith(folder)));

/** Files that changed since a commit, those that are not committed yet among them. */
export function changedSince(root: string, commit: string): string[] {
  const git = (...args: string[]): string[] =>
    execFileSync("git", args, { cwd: root, encoding: "utf8" })
      .split("\n")
      .filter((line) => line !== "");
  return [
    ...new Set([...git("diff", "--name-only", commit), ...git("ls-files", "--others", "--exclude-standard")]),
  ].toSorted();
}
