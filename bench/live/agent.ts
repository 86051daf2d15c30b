import { join } from "node:path";
import process from "node:process";
import { freePort, root } from "../../scripts/stack.ts";
import { Supervised } from "../../scripts/supervisor.ts";

/** An agent of its own process, with room for one sketch on each painter. */
export async function startAgent(
  url: string,
  credential: string,
  comfyUrls: readonly string[],
): Promise<Supervised> {
  const statusPort = await freePort();
  const args = [join(root, "gpu-agent/src/main.ts"), "--url", url.replace("localhost", "127.0.0.1")];
  args.push("--status-port", String(statusPort), "--capacity", String(comfyUrls.length));
  for (const comfy of comfyUrls) args.push("--comfy", comfy);
  const agent = new Supervised({
    name: "agent",
    command: process.execPath,
    args,
    env: { AGENT_CREDENTIAL: credential },
    probeUrl: `http://127.0.0.1:${statusPort}/health`,
  });
  await agent.start();
  return agent;
}
