import type { Plugin } from "vite";

const JSON_SCHEMA_FILES = /\/zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/;
const EXPORTED = /^export (?:const|function) (\w+)|^export \{ \w+ as (\w+) \};/gm;

/** The part of zod that makes JSON Schemas, which no page does: 5 KB that nobody waits for. */
export function leanZod(): Plugin {
  return {
    name: "lean-zod",
    apply: "build",
    transform: {
      filter: { id: JSON_SCHEMA_FILES },
      handler(code) {
        const names = [...code.matchAll(EXPORTED)].map(([, declared, renamed]) => declared ?? renamed);
        const absent = names.map((name) => `export const ${name} = absent;`);
        return { code: ["const absent = () => absent;", ...absent].join("\n"), map: null };
      },
    },
  };
}
