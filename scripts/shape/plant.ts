/**
 * Plants a studio in a copy of the tree, as its author would add it: its folders, and a few lines elsewhere. The copy is type-checked,
 * held against the laws, and the studio's own test is run in it.
 */
import { execFileSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

export const PLANTED = "postcards";
const FIXTURE = join(import.meta.dirname, "planted");

/** Lines that go in after a line, or words in the place of others that stand there once. */
type Edit = { file: string } & (
  | {
      /** Where the search begins: a line by the text that it begins with; the file's beginning when absent. */
      below?: string;
      /** The line after which it goes in, the same way. */
      after: string;
      lines: string[];
    }
  | { replace: string; with: string }
);

/** Paths that the studio added or changed, relative to the tree. */
export function plant(root: string, copy: string): string[] {
  rmSync(copy, { recursive: true, force: true });
  const git = (...args: string[]): string => execFileSync("git", args, { cwd: root, encoding: "utf8" });
  const paths = git("ls-files", "--cached", "--others", "--exclude-standard").trim().split("\n");
  for (const path of paths) cpSync(join(root, path), join(copy, path));
  shareModules(root, copy);
  const touched = new Set<string>();
  const next = String(globSync(join(root, "migrations/*.sql")).length + 1).padStart(4, "0");
  for (const file of globSync("**/*.txt", { cwd: FIXTURE })) {
    const path = file.replace(/\.txt$/u, "").replace("NEXT", next);
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), readFileSync(join(FIXTURE, file)));
    touched.add(path);
  }
  for (const edit of JSON.parse(readFileSync(join(FIXTURE, "edits.json"), "utf8")) as Edit[]) {
    change(join(copy, edit.file), edit);
    touched.add(edit.file);
  }
  return [...touched].toSorted();
}

function change(path: string, edit: Edit): void {
  const text = readFileSync(path, "utf8");
  if ("replace" in edit) {
    if (text.split(edit.replace).length !== 2) throw new Error(`${edit.file} has not once: ${edit.replace}`);
    return writeFileSync(path, text.replace(edit.replace, edit.with));
  }
  const lines = text.split("\n");
  const find = (begin: string, from: number): number => {
    const at = lines.findIndex((line, index) => index >= from && line.trim().startsWith(begin));
    if (at === -1) throw new Error(`${edit.file} has no line that begins with ${begin}`);
    return at;
  };
  const at = find(edit.after, edit.below === undefined ? 0 : find(edit.below, 0));
  writeFileSync(path, lines.toSpliced(at + 1, 0, ...edit.lines).join("\n"));
}

/** Links of the workspace lead into the copy; what was installed is shared. */
function shareModules(root: string, copy: string): void {
  symlinkSync(relative(copy, join(root, "node_modules")), join(copy, "node_modules"));
  for (const folder of globSync("{workers,web,gpu-agent,bench,packages/*}/node_modules", { cwd: root }))
    cpSync(join(root, folder), join(copy, folder), { recursive: true, verbatimSymlinks: true });
}
