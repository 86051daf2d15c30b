/** Every text that a customer may read: API messages, descriptions of the API's document, the page and the mail. */
import { readFileSync, globSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";

export interface Text {
  /** `path:line`. */
  place: string;
  kind: "message" | "description" | "page" | "mail";
  text: string;
}

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

/** Of a string or a template, whose holes become `…`; null for anything else. */
function textOf(node: unknown): string | null {
  if (!isNode(node)) return null;
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type !== "TemplateLiteral") return null;
  const parts = node.quasis as { value: { cooked: string } }[];
  return parts.map(({ value }) => value.cooked).join("…");
}

type Visit = (node: Node) => void;
function walk(node: unknown, visit: Visit): void {
  if (Array.isArray(node)) return node.forEach((each) => walk(each, visit));
  if (!isNode(node)) return;
  visit(node);
  for (const [key, value] of Object.entries(node)) if (key !== "parent") walk(value, visit);
}

const DESCRIBING = new Set(["summary", "description"]);
/** Words, not identifiers, addresses or classes. */
const isText = (text: string): boolean =>
  /\p{L}/u.test(text) && (/\s/u.test(text.trim()) || /^\p{Lu}/u.test(text));

/** All texts of one source file. */
export function textsIn(path: string, code: string): Text[] {
  const { program } = parseSync(path, code);
  const found = new Map<number, Text>();
  const add = (kind: Text["kind"], node: unknown): void => {
    const text = textOf(node);
    if (text === null || !isNode(node) || !isText(text)) return;
    const line = code.slice(0, node.start).split("\n").length;
    found.set(node.start, { place: `${path}:${line}`, kind, text });
  };
  const isWords = path.endsWith("/words.ts");
  const isMail = path.startsWith("workers/src/mail/");
  walk(program, (node) => {
    if (node.type === "NewExpression" && isNode(node.callee) && node.callee.name === "ApiError")
      walk((node.arguments as unknown[]).slice(1), (below) => add("message", below));
    if (
      node.type === "Property" &&
      isNode(node.key) &&
      DESCRIBING.has(String(node.key.name ?? node.key.value))
    )
      add("description", node.value);
    if (node.type === "CallExpression" && isNode(node.callee)) {
      const [, second] = node.arguments as unknown[];
      if (node.callee.name === "json" || node.callee.name === "conflict") add("description", second);
    }
    if (isWords && (node.type === "Literal" || node.type === "TemplateLiteral")) add("page", node);
    if (isMail && (node.type === "Literal" || node.type === "TemplateLiteral")) add("mail", node);
  });
  return [...found.values()];
}

export function allTexts(root: string): Text[] {
  const paths = ["workers/src/**/*.ts", "web/src/**/words.ts"].flatMap((pattern) =>
    globSync(pattern, { cwd: root }),
  );
  return paths
    .toSorted()
    .flatMap((path) => textsIn(path.replaceAll("\\", "/"), readFileSync(join(root, path), "utf8")));
}
