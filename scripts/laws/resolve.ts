/** Where an import leads: to a file of this repository, or to a library. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { ResolverFactory } from "oxc-resolver";

/** `file` is relative to the root, with `/`. Node's own modules are the one library `node`. */
export type Target = { file: string } | { library: string };

export type Resolve = (fromFile: string, specifier: string) => Target;

/** How rooms of the packages are named in an import: `@llamasketch/contract` and the folder it stands in. */
export function workspaces(root: string): Map<string, string> {
  const folders = ["workers", "web", "gpu-agent", "bench"];
  for (const name of readdirSync(join(root, "packages"))) folders.push(`packages/${name}`);
  const named = new Map<string, string>();
  for (const folder of folders) {
    const file = join(root, folder, "package.json");
    if (!existsSync(file)) continue;
    named.set((JSON.parse(readFileSync(file, "utf8")) as { name: string }).name, folder);
  }
  return named;
}

export function resolver(root: string): Resolve {
  const resolve = new ResolverFactory({
    conditionNames: ["import", "types", "node", "default"],
    extensions: [".ts", ".tsx", ".mjs", ".js", ".d.ts"],
    tsconfig: "auto",
  });
  const packages = workspaces(root);
  /** A path of this repository, or of a library that lies in its node_modules. */
  const targetOf = (absolute: string): Target => {
    const path = relative(root, absolute).split(sep).join("/");
    const at = path.lastIndexOf("node_modules/");
    return at < 0 ? { file: path } : { library: packageName(path.slice(at + "node_modules/".length)) };
  };
  return (fromFile, written) => {
    const [specifier = ""] = written.split("?");
    if (isBuiltin(specifier)) return { library: "node" };
    const colon = /^([a-z]+):/u.exec(specifier)?.[1];
    if (colon) return { library: colon };
    const from = join(root, fromFile);
    // The name of a package leads into its folder even where nobody declared the dependency.
    const name = packageName(specifier);
    const folder = packages.get(name);
    const found = resolve.resolveFileSync(from, specifier);
    if (found.path) return targetOf(found.path);
    if (folder !== undefined) {
      const inside = resolve.sync(join(root, folder), specifier);
      return inside.path ? targetOf(inside.path) : { file: `${folder}${specifier.slice(name.length)}` };
    }
    return specifier.startsWith(".") || specifier.startsWith("/")
      ? targetOf(specifier.startsWith("/") ? specifier : join(dirname(from), specifier))
      : { library: name };
  };
}

/** `@scope/name/x` → `@scope/name`, `name/x` → `name`. */
function packageName(path: string): string {
  const parts = path.split("/");
  return path.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? path);
}
