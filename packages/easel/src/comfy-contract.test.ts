import { checkContract, comfyWorkflows, resultLine } from "@llamasketch/comfyui";
import { expect, it } from "vitest";
import { createEasel } from "./easel.ts";
import { generations } from "./generation.ts";

it.each(generations)(
  "keeps the contract as ComfyUI %s",
  async (generation) => {
    const models = comfyWorkflows.flatMap((workflow) =>
      workflow.files.map(({ folder, name }) => ({ folder, name })),
    );
    const easel = await createEasel({ port: 0, generation, models });
    const results = await checkContract({ baseUrl: easel.url, fetch, WebSocket });
    await easel.close();
    expect(results.filter(({ outcome }) => outcome === "failed").map(resultLine)).toEqual([]);
    expect(results.filter(({ outcome }) => outcome === "ok").length).toBeGreaterThan(50);
  },
  120_000,
);
