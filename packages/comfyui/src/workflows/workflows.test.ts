import { describe, expect, it } from "vitest";
import { ComfyInputError } from "../graphs/check.ts";
import { fillWorkflow, sizeOf, warmUpWorkflow } from "./fill.ts";
import { graphFitness } from "./fitness.ts";
import { comfyWorkflows, workflowOf } from "./index.ts";

const request = { quality: "final", prompt: "a house", seed: 7, image: "s1/a.png", strength: 0.6 } as const;

describe.each(comfyWorkflows.map((workflow) => [workflow.id, workflow] as const))("%s", (_id, workflow) => {
  it("is data: it survives a trip through JSON", () => {
    expect(JSON.parse(JSON.stringify(workflow))).toEqual(workflow);
  });

  it("has no loose ends: every link leads to a node, every file has a role, the output exists", () => {
    const { graph, outputNode } = fillWorkflow(workflow, request);
    expect(graph[outputNode]).toBeDefined();
    for (const node of Object.values(graph)) {
      for (const input of Object.values(node.inputs))
        if (Array.isArray(input)) expect(graph[input[0]]).toBeDefined();
    }
    const roles = JSON.stringify(workflow.nodes).match(/"file":"\w+"/g) ?? [];
    expect(new Set(roles).size).toBe(workflow.files.length);
  });

  it("keeps node ids from prompt to prompt and changes only what changed", () => {
    const first = fillWorkflow(workflow, request).graph;
    const second = fillWorkflow(workflow, { ...request, seed: 8 }).graph;
    const warm = warmUpWorkflow(workflow, { quality: "final" }).graph;
    expect(Object.keys(second)).toEqual(Object.keys(first));
    expect(Object.keys(warm)).toEqual(Object.keys(first));
    const changed = Object.keys(first).filter(
      (id) => JSON.stringify(first[id]) !== JSON.stringify(second[id]),
    );
    expect(changed.length).toBeLessThanOrEqual(1);
    const loaders = Object.keys(first).filter((id) => first[id]!.class_type.endsWith("Loader"));
    for (const id of loaders) expect(warm[id]).toEqual(first[id]);
  });

  it("gives every quality sizes that its model can take", () => {
    for (const quality of ["draft", "full", "final"] as const) {
      for (const [aspect, size] of Object.entries(workflow.qualities[quality].sizes)) {
        expect(size!.map((side) => side % 16)).toEqual([0, 0]);
        expect(sizeOf(workflow, quality, aspect as "square")).toEqual(size);
      }
    }
  });

  it.each([
    { seed: -1 },
    { seed: Number.NaN },
    { strength: Number.NaN },
    { strength: 1.1 },
    { prompt: "x".repeat(10_001) },
    { prefix: "../x" },
    { quality: "best" as "final" },
    { quality: "__proto__" as "final" },
    { size: [100_000, 512] as const },
    { size: [Number.NaN, 512] as const },
    { size: [63, 512] as const },
  ])("refuses %o", (bad) =>
    expect(() => fillWorkflow(workflow, { ...request, ...bad })).toThrow(ComfyInputError),
  );

  it.each(["/etc/passwd", "a/../../b", "a\\b", "", "a\0b"])("refuses the file %s", (name) => {
    for (const { role } of workflow.files)
      expect(() => fillWorkflow(workflow, request, { files: { [role]: name } })).toThrow(ComfyInputError);
    if (workflow.takesImage)
      expect(() => fillWorkflow(workflow, { ...request, image: name })).toThrow(ComfyInputError);
  });
});

describe("workflows", () => {
  it("runs four steps of klein whatever the strength", () => {
    const klein = workflowOf("flux2-klein-4b-image-to-image")!;
    for (let strength = 0.05; strength <= 1; strength += 0.05) {
      const { graph } = fillWorkflow(klein, { ...request, strength });
      expect(Math.round(Number(graph["schedule"]!.inputs["steps"]) * strength)).toBe(4);
    }
  });

  it("makes clips of 4.17 seconds in the sizes the model knows", () => {
    const svd = workflowOf("svd-image-to-video")!;
    expect(svd.clip?.seconds).toBeCloseTo(4.167, 2);
    expect(sizeOf(svd, "final", "landscape")).toEqual([1024, 576]);
    expect(() => sizeOf(svd, "final", "square")).toThrow(ComfyInputError);
    expect(sizeOf(workflowOf("sdxl-text-to-image")!, "final", "portrait")).toEqual([832, 1216]);
  });

  it("paints in blocks, and enlarges to any size", () => {
    const size = [511, 513] as const;
    expect(() => fillWorkflow(workflowOf("sdxl-text-to-image")!, { ...request, size })).toThrow(
      ComfyInputError,
    );
    const { graph } = fillWorkflow(workflowOf("upscale")!, { ...request, size });
    expect(graph["scale"]!.inputs).toMatchObject({ width: 511, height: 513 });
  });

  it("takes other files and LoRAs from the operator", () => {
    const lightning = workflowOf("sdxl-lightning-image-to-image")!;
    const setup = {
      files: { checkpoint: "mine/other.safetensors" },
      loras: [
        { name: "a.safetensors", strength: 0.8 },
        { name: "b.safetensors", strength: -0.5 },
      ],
    };
    const { graph } = fillWorkflow(lightning, request, setup);
    expect(graph["model"]!.inputs["ckpt_name"]).toBe("mine/other.safetensors");
    expect(graph["lora1"]!.inputs["model"]).toEqual(["model", 0]);
    expect(graph["lora2"]!.inputs["clip"]).toEqual(["lora1", 1]);
    expect(graph["sample"]!.inputs["model"]).toEqual(["lora2", 0]);
    expect(graph["positive"]!.inputs["clip"]).toEqual(["lora2", 1]);
    expect(graph["decode"]!.inputs["vae"]).toEqual(["model", 2]);
    const bad = (loras: { name: string; strength: number }[]): unknown =>
      fillWorkflow(lightning, request, { loras });
    expect(() => bad([{ name: "../x", strength: 1 }])).toThrow(ComfyInputError);
    expect(() => bad([{ name: "x", strength: Number.NaN }])).toThrow(ComfyInputError);
    expect(() => fillWorkflow(workflowOf("upscale")!, request, setup)).toThrow("cannot be used");
  });

  it("says what a server lacks, in the older and the newer form of object_info", () => {
    const graph = {
      a: { class_type: "OldLoader", inputs: { name: "x" } },
      b: { class_type: "NewLoader", inputs: { name: "y", free: "z" } },
      c: { class_type: "Absent", inputs: {} },
    };
    const lists = (x: string, y: string): Parameters<typeof graphFitness>[0] => ({
      OldLoader: { input: { required: { name: [[x]] } }, output: [], output_node: false },
      NewLoader: {
        input: { required: { name: ["COMBO", { options: [y] }], free: ["STRING", {}] } },
        output: [],
        output_node: false,
      },
    });
    expect(graphFitness(lists("x", "q"), graph)).toEqual({
      fit: false,
      missingNodes: ["Absent"],
      missingChoices: ["NewLoader.name: y"],
      reason: "lacks the nodes Absent; does not offer NewLoader.name: y",
    });
    const { c: _absent, ...rest } = graph;
    expect(graphFitness(lists("x", "y"), rest)).toEqual({ fit: true });
  });
});
