/** Bundles the agent into one file: `npm run build:agent`. */
export default {
  build: {
    ssr: "src/main.ts",
    outDir: "dist",
    target: "node22",
    minify: false,
    // Native parts stay outside: the agent does without them.
    rolldownOptions: { output: { entryFileNames: "agent.mjs", codeSplitting: false } },
  },
  ssr: { noExternal: true, external: ["sharp", "bufferutil", "utf-8-validate"] },
};
