/** Every way in which one file of TypeScript names another: found by a parser, not by patterns. */
import { parseSync, visitorKeys, type ParseResult } from "oxc-parser";

export interface Import {
  /** As it is written. Null when it is worked out at run time and cannot be checked. */
  specifier: string | null;
  /** No code follows from it: `import type`, `export type … from`, `import("x").T`. */
  typeOnly: boolean;
  line: number;
}

/** A node of the syntax tree, as far as the laws look at it. */
export type Node = { type: string; start: number; end: number } & Record<string, unknown>;

/** What the module record does not hold: files without any of it need no walk through the tree. */
const RARE =
  /\bimport\s*(?:\/\*[\s\S]*?\*\/\s*|\/\/.*\n\s*)*\(|\brequire\b|getBuiltinModule|\bimport\s*\.\s*meta\b|\bimport\s+(?:type\s+)?\w+\s*=/u;
const REFERENCE = /^\s*\/\s*<reference\s+(?:path|types)\s*=\s*["']([^"']+)["']/u;

/** One syntax tree of TypeScript or of plain script, by the file's name. Throws on what cannot be parsed: a file nobody can read is not checked. */
export function parse(file: string, code: string): ParseResult {
  const parsed = parseSync(file, code, { astType: "ts", range: true, preserveParens: false });
  const error = parsed.errors.find(({ severity }) => severity === "Error");
  if (error) throw new Error(`${file} cannot be parsed: ${error.message}`);
  return parsed;
}

/** Calls back for every node, parents first. */
export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const key of visitorKeys[node.type] ?? []) {
    const child = node[key];
    if (Array.isArray(child)) {
      for (const each of child as (Node | null)[]) if (each) walk(each, visit);
    } else if (child) walk(child as Node, visit);
  }
}

/** The text of a plain string, with or without backticks; null for anything worked out at run time. */
export function textOf(node: Node | undefined): string | null {
  if (node?.type === "Literal" && typeof node["value"] === "string") return node["value"];
  if (node?.type === "TemplateLiteral" && (node["expressions"] as Node[]).length === 0)
    return (node["quasis"] as { value: { cooked: string } }[])[0]?.value.cooked ?? null;
  if (node?.type === "TSLiteralType") return textOf(node["literal"] as Node);
  return null;
}

/** All that `code` imports, in whatever form. */
export function importsOf(file: string, code: string, parsed: ParseResult = parse(file, code)): Import[] {
  const found: Import[] = [];
  const add = (specifier: string | null, typeOnly: boolean, at: number): void => {
    found.push({ specifier, typeOnly, line: code.slice(0, at).split("\n").length });
  };
  for (const { moduleRequest, entries, start } of parsed.module.staticImports)
    add(moduleRequest.value, entries.length > 0 && entries.every(({ isType }) => isType), start);
  for (const { entries, start } of parsed.module.staticExports) {
    const from = entries.find(({ moduleRequest }) => moduleRequest)?.moduleRequest;
    if (from)
      add(
        from.value,
        entries.every(({ isType }) => isType),
        start,
      );
  }
  for (const { value, start } of parsed.comments) {
    const reference = REFERENCE.exec(value)?.[1];
    if (reference) add(reference, true, start);
  }
  if (RARE.test(code))
    walk(parsed.program as unknown as Node, (node) => {
      const rare = rareImport(node);
      if (rare) add(rare.specifier, rare.typeOnly, node.start);
    });
  return found;
}

function rareImport(node: Node): { specifier: string | null; typeOnly: boolean } | null {
  switch (node.type) {
    case "ImportExpression": {
      const source = node["source"] as Node;
      const url = source.type === "MemberExpression" ? (source["object"] as Node) : source;
      // `import(new URL("x.ts", import.meta.url).href)` is found at its `new URL`.
      if (url.type === "NewExpression" && workerFile(url)) return null;
      return { specifier: textOf(source), typeOnly: false };
    }
    case "TSImportType":
      return { specifier: textOf((node["source"] ?? node["argument"]) as Node), typeOnly: true };
    case "TSExternalModuleReference":
      return { specifier: textOf(node["expression"] as Node), typeOnly: false };
    case "CallExpression":
      return isLoader(node["callee"] as Node)
        ? { specifier: textOf((node["arguments"] as Node[])[0]), typeOnly: false }
        : null;
    case "NewExpression":
      return workerFile(node);
    default:
      return null;
  }
}

/** `require`, `module.require`, `require.resolve`, `process.getBuiltinModule`, `import.meta.resolve`, and `createRequire(…)(…)`. */
function isLoader(callee: Node): boolean {
  if (callee.type === "Identifier") return callee["name"] === "require";
  if (callee.type === "CallExpression") {
    const made = callee["callee"] as Node;
    return nameOf(made) === "createRequire";
  }
  if (callee.type !== "MemberExpression") return false;
  const name = nameOf(callee);
  const object = callee["object"] as Node;
  if (name === "resolve") return object.type === "MetaProperty" || nameOf(object) === "require";
  return name === "require" || name === "getBuiltinModule";
}

function nameOf(node: Node): string | null {
  if (node.type === "Identifier") return node["name"] as string;
  if (node.type !== "MemberExpression") return null;
  const property = node["property"] as Node;
  return node["computed"] ? textOf(property) : (property["name"] as string);
}

/** `new URL("./painter-worker.ts", import.meta.url)` is how a Worker's file is named. Data files are no rooms. */
function workerFile(node: Node): { specifier: string; typeOnly: boolean } | null {
  const [path, base] = node["arguments"] as Node[];
  if (nameOf(node["callee"] as Node) !== "URL" || base?.type !== "MemberExpression") return null;
  if ((base["object"] as Node).type !== "MetaProperty") return null;
  const specifier = textOf(path);
  if (specifier === null || !/\.[cm]?[jt]sx?$/u.test(specifier)) return null;
  return { specifier: /^[./]/u.test(specifier) ? specifier : `./${specifier}`, typeOnly: false };
}
