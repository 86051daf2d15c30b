import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Plugin } from "vite";

/** Of pages in these alphabets alone; fetched and kept when one is. */
const RARE = /inter-(latin-ext|cyrillic)/;

/** Builds `/sw.js`, which knows by name and content all that opens the page without a network. */
export function serviceWorker(entry: string): Plugin {
  let outDir = "";
  let root = "";
  return {
    name: "service-worker",
    apply: "build",
    configResolved: (config) => {
      root = config.root;
      outDir = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      sequential: true,
      order: "post",
      handler: async () => {
        const shell = shellOf(outDir);
        await build({
          configFile: false,
          root,
          logLevel: "warn",
          define: { SHELL: JSON.stringify(shell) },
          build: {
            outDir,
            emptyOutDir: false,
            copyPublicDir: false,
            target: "es2022",
            rolldownOptions: {
              input: join(root, entry),
              output: { format: "iife", entryFileNames: "sw.js" },
            },
          },
        });
      },
    },
  };
}

/** Addresses of the files that the page is made of, and one name for all they hold. */
export function shellOf(outDir: string): { version: string; files: string[] } {
  const assets = readdirSync(join(outDir, "assets")).filter(
    (name) => !RARE.test(name) && !name.endsWith(".map"),
  );
  const names = [...assets.map((name) => `assets/${name}`), "favicon.svg", "manifest.webmanifest"].toSorted();
  const hash = createHash("sha256").update(readFileSync(join(outDir, "index.html")));
  hash.update(readFileSync(join(outDir, "_headers")));
  for (const name of names) hash.update(name).update(readFileSync(join(outDir, name)));
  return { version: hash.digest("hex").slice(0, 12), files: ["/", ...names.map((name) => `/${name}`)] };
}
