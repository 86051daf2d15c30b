/** The agent as one file, in a folder without anything else. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createEasel } from "@llamasketch/easel";
import { expect, it } from "vitest";
import { startAgent } from "./testing/agent-process.ts";
import { FakePlatform } from "./testing/fake-platform.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

it("draws from one file, with the node pack and, as PNG, without it", async () => {
  const build = spawnSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "scripts/build-agent.ts"],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  expect(build.stderr + build.stdout).toBe("");
  const folder = mkdtempSync(join(tmpdir(), "agent-"));
  const file = join(folder, "agent.mjs");
  copyFileSync(join(root, "gpu-agent/dist/agent.mjs"), file);
  for (const nodePack of [true, false]) {
    const easel = await createEasel({ port: 0, nodePack });
    const platform = await FakePlatform.open();
    const args = ["--url", platform.url, "--credential", platform.credential, "--comfy", easel.url];
    const agent = startAgent(args, {}, file);
    const session = await platform.place("s1");
    const { header } = await session.picture(session.frame());
    expect(header.format).toBe(nodePack ? "jpeg" : "png");
    agent.child.kill("SIGTERM");
    expect(await agent.ended).toBe(0);
    await platform.close();
    await easel.close();
  }
  rmSync(folder, { recursive: true, force: true });
}, 30_000);
