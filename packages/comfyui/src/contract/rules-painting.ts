import { runPrompt, runPromptForFiles } from "../run.ts";
import { connectComfy } from "../socket.ts";
import type { ComfyWebSocketConstructor } from "../socket.ts";
import { fillWorkflow } from "../workflows/fill.ts";
import { fitness } from "../workflows/fitness.ts";
import { comfyWorkflows } from "../workflows/index.ts";
import { must } from "./ground.ts";
import type { Rule } from "./rule.ts";

/** One rule for each workflow that the server is fit for. */
export function paintingRules(WebSocket: ComfyWebSocketConstructor): readonly Rule[] {
  return comfyWorkflows.map((workflow) => ({
    title: `${workflow.title}: runs at draft quality and gives a ${workflow.makes}`,
    check: async (ground) => {
      const blank = await ground.ask("GET", "/object_info/LoadImage");
      must(blank.status === 200, blank.status);
      const sheet = {
        class_type: "EmptyImage",
        inputs: { width: 512, height: 512, batch_size: 1, color: 0xf0f0f0 },
      };
      const { graph, outputNode } = fillWorkflow(workflow, {
        quality: "draft",
        prompt: "a house in a field",
        seed: ground.fresh(),
        image: "contract/sheet.png",
      });
      const made = workflow.takesImage ? { ...graph, load: sheet } : graph;
      const socket = await connectComfy({ baseUrl: ground.baseUrl, WebSocket });
      const options = {
        graph: made,
        outputNode,
        client: ground.client,
        socket,
        promptId: crypto.randomUUID(),
        deadlineMs: 600_000,
        jobsApi: ground.newer,
      };
      try {
        const got = await (workflow.makes === "clip" ? runPromptForFiles(options) : runPrompt(options));
        must(got.length > 0, got);
      } finally {
        socket.close();
      }
    },
    fits: (ground) => fitness(ground.objectInfo, workflow),
  }));
}
