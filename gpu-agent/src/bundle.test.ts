/** The agent as one file, in a folder without anything else. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createEasel } from "@llamasketch/easel";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startAgent } from "./testing/agent-process.ts";
import { FakePlatform } from "./testing/fake-platform.ts";
import { until } from "./testing/until.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

const folder = mkdtempSync(join(tmpdir(), "agent-"));
const file = join(folder, "agent.mjs");
beforeAll(() => {
  const build = spawnSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "scripts/build-agent.ts"],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  expect(build.stderr + build.stdout).toBe("");
  copyFileSync(join(root, "gpu-agent/dist/agent.mjs"), file);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("draws from one file, with the node pack and, as PNG, without it", async () => {
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
}, 30_000);

it("takes jobs that begin with a picture where sharp is beside it, and else not one", async () => {
  const easel = await createEasel({ port: 0 });
  for (const hasSharp of [false, true]) {
    if (hasSharp) symlinkSync(join(root, "gpu-agent/node_modules"), join(folder, "node_modules"), "dir");
    const platform = await FakePlatform.open();
    platform.jobs = 1;
    const args = ["--url", platform.url, "--credential", platform.credential, "--comfy", easel.url];
    const agent = startAgent(args, {}, file);
    const asked = await until("a wish for a job", () =>
      platform.heard.find((message) => message.type === "job_ask" && message.workflows.length > 0),
    );
    const workflows = asked.type === "job_ask" ? asked.workflows : [];
    expect(workflows).toContain("painter-text-to-image");
    expect(workflows.includes("painter-image-to-image")).toBe(hasSharp);
    expect(workflows.includes("painter-upscale")).toBe(hasSharp);
    agent.child.kill("SIGTERM");
    expect(await agent.ended).toBe(0);
    await platform.close();
  }
  await easel.close();
}, 30_000);

it("the image's sharp is the one that is tested", () => {
  const of = (path: string) =>
    JSON.parse(readFileSync(join(root, path), "utf8")) as Record<string, Record<string, unknown>>;
  const { sharp } = of("gpu-agent/package.json")["optionalDependencies"] ?? {};
  expect(of("gpu-agent/native/package.json")["dependencies"]).toEqual({ sharp });
  const locked = of("gpu-agent/native/package-lock.json")["packages"]?.["node_modules/sharp"];
  expect(locked).toMatchObject({ version: sharp });
});
