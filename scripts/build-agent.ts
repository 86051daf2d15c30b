/** `npm run build:agent`: the GPU agent as one file, `gpu-agent/dist/agent.mjs`, that needs Node and nothing else. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./stack.ts";

const run = spawnSync(
  join(root, "node_modules/.bin/node"),
  [join(root, "web/node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn"],
  { cwd: join(root, "gpu-agent"), stdio: "inherit" },
);
process.exit(run.status ?? 1);
