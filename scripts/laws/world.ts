/** What a pure room may not reach for: clock, timers, microtasks, chance, network, or any way round to them. */
import { analyze } from "@typescript-eslint/scope-manager";
import type { ParseResult } from "oxc-parser";
import { parse, textOf, walk, type Node } from "./imports.ts";

export interface Reach {
  what: string;
  line: number;
}

/**
 * What the language itself brings. A list of what is allowed, because one of what is forbidden is never whole:
 * every runtime adds clocks of its own.
 */
const LANGUAGE = new Set(
  `AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Error Float32Array Float64Array
   Infinity Int16Array Int32Array Int8Array Iterator JSON Map NaN Number Object RangeError RegExp Set String Symbol
   SyntaxError TypeError URL URLSearchParams Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet atob btoa
   Blob CompressionStream DecompressionStream Response TextDecoder TextEncoder decodeURIComponent encodeURIComponent isFinite isNaN parseFloat parseInt structuredClone undefined`.split(
    /\s+/u,
  ),
);
/** Allowed by member only, and never under another name: the rest of them is clock or chance. */
const BY_MEMBER: Record<string, (member: string) => boolean> = {
  Math: (member) => member !== "random",
  Promise: (member) => ["resolve", "all", "race"].includes(member),
  Intl: (member) => ["NumberFormat", "Collator", "PluralRules", "Segmenter"].includes(member),
};
/** As types: whoever takes a `Date` works with the clock's own object. */
const NO_TYPES = new Set([
  "Date",
  "DateConstructor",
  "Performance",
  "Crypto",
  "WebSocket",
  "EventSource",
  "XMLHttpRequest",
]);

/** Every reach for the world in one file of a pure room. */
export function reachesOf(file: string, code: string, parsed: ParseResult = parse(file, code)): Reach[] {
  const program = parsed.program as unknown as Node;
  const found: Reach[] = [];
  const add = (what: string, at: number): void => {
    found.push({ what, line: code.slice(0, at).split("\n").length });
  };
  const allowedMembers = new Set<unknown>();
  walk(program, (node) => {
    const object = node["object"] as Node | undefined;
    if (node.type === "MemberExpression" && object?.type === "Identifier") {
      const allowed = BY_MEMBER[object["name"] as string];
      const member = memberOf(node);
      if (allowed && member !== null && allowed(member)) allowedMembers.add(object);
    }
    const made = node["callee"] as Node | undefined;
    if (node.type === "NewExpression" && made?.["name"] === "Promise") allowedMembers.add(made);
    // `"Segmenter" in Intl` asks and takes nothing.
    const asked = node["right"] as Node | undefined;
    if (node.type === "BinaryExpression" && node["operator"] === "in" && asked) allowedMembers.add(asked);
    const trick = trickOf(node);
    if (trick) add(trick, node.start);
  });
  // oxc's tree has the shape that this library was written for; only their names for the types differ.
  const { globalScope } = analyze(program as never, { sourceType: "module", lib: [] });
  for (const { identifier, isTypeReference, isValueReference } of globalScope?.through ?? []) {
    const name = "name" in identifier ? String(identifier.name) : "";
    const allowed =
      isTypeReference && !isValueReference
        ? !NO_TYPES.has(name)
        : LANGUAGE.has(name) || allowedMembers.has(identifier);
    if (!allowed) add(name, identifier.range[0]);
  }
  return found;
}

function memberOf(node: Node): string | null {
  const property = node["property"] as Node;
  return node["computed"] ? textOf(property) : ((property["name"] as string | undefined) ?? null);
}

/** What leads to a global without naming it. */
function trickOf(node: Node): string | null {
  if (node.type === "MetaProperty" && (node["meta"] as Node)["name"] === "import") return "import.meta";
  if (node.type === "MemberExpression" && memberOf(node) === "constructor") return ".constructor";
  if (node.type === "CallExpression" && isLater(node["callee"] as Node)) return "Promise.resolve().then";
  if (node.type === "ObjectPattern")
    for (const property of node["properties"] as Node[]) {
      const key = property["key"] as Node | undefined;
      if (key && (key["name"] === "constructor" || textOf(key) === "constructor")) return "{ constructor }";
    }
  return node["declare"] === true && !isTypeAlone(node) ? "declare" : null;
}

/** `Promise.resolve().then(…)` is `queueMicrotask` by another name. */
function isLater(callee: Node): boolean {
  if (callee.type !== "MemberExpression" || memberOf(callee) !== "then") return false;
  const before = callee["object"] as Node;
  if (before.type !== "CallExpression") return false;
  const made = before["callee"] as Node;
  return made.type === "MemberExpression" && (made["object"] as Node)["name"] === "Promise";
}

/** Interfaces, types, and the `unique symbol` of a branded type, of which no code follows. */
function isTypeAlone(node: Node): boolean {
  if (node.type === "TSInterfaceDeclaration" || node.type === "TSTypeAliasDeclaration") return true;
  if (node.type !== "VariableDeclaration") return false;
  return (node["declarations"] as Node[]).every(({ id }) => {
    const annotation = (id as Node)["typeAnnotation"] as Node | undefined;
    const type = annotation?.["typeAnnotation"] as Node | undefined;
    return type?.type === "TSTypeOperator" && type["operator"] === "unique";
  });
}
