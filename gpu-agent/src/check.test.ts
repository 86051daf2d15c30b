import { createEasel } from "@llamasketch/easel";
import { describe, expect, it } from "vitest";
import { startAgent } from "./testing/agent-process.ts";
import { FakePlatform } from "./testing/fake-platform.ts";

const klein = [
  { folder: "diffusion_models", name: "flux-2-klein-4b.safetensors" },
  { folder: "text_encoders", name: "qwen_3_4b.safetensors" },
  { folder: "vae", name: "flux2-vae.safetensors" },
] as const;

describe("--check", () => {
  it("names what is here and what is missing, and ends with 0 where the host can draw", async () => {
    const easel = await createEasel({ port: 0, generation: "0.38.1", models: klein.slice() });
    const platform = await FakePlatform.open();
    const args = ["--check", "--url", platform.url, "--comfy", easel.url];
    const run = startAgent(args, { AGENT_CREDENTIAL: platform.credential });
    const code = await run.ended;
    await easel.close();
    await platform.close();
    const said = run.output();
    expect(said).toMatch(/ok {2}built-in painter .* as ComfyUI 0\.38\.1, with the jobs API/);
    expect(said).toMatch(/GB free/);
    expect(said).toMatch(/ok {2}node pack llamasketch_frames/);
    expect(said).toMatch(/ok {2}workflow flux2-klein-4b-image-to-image/);
    expect(said).toMatch(/-- {2}workflow sdxl-turbo-image-to-image: .*sd_xl_turbo_1\.0_fp16\.safetensors/);
    expect(said).toMatch(/would draw live with flux2-klein-4b-image-to-image/);
    expect(said).toMatch(/ok {2}host credential accepted/);
    expect(platform.heard).toEqual([]);
    expect(code).toBe(0);
  });

  it("ends with 1 when the credential is refused, a model is missing or ComfyUI is not there", async () => {
    const easel = await createEasel({ port: 0, models: [klein[0]], nodePack: false });
    const platform = await FakePlatform.open();
    const base = ["--check", "--url", platform.url];
    const runs = [
      startAgent([...base, "--comfy", easel.url, "--credential", "another credential, long enough"]),
      startAgent([...base, "--comfy", "http://127.0.0.1:9", "--credential", platform.credential]),
    ];
    const codes = await Promise.all(runs.map(({ ended }) => ended));
    await easel.close();
    await platform.close();
    expect(codes).toEqual([1, 1]);
    expect(runs[0]?.output()).toMatch(/NO {2}host credential refused/);
    expect(runs[0]?.output()).toMatch(/NO {2}ComfyUI lists no checkpoint/);
    expect(runs[0]?.output()).toMatch(/llamasketch_frames is missing: works, but slower/);
    expect(runs[0]?.output()).toMatch(/workflow flux2-klein-4b-image-to-image: .*flux2-vae\.safetensors/);
    expect(runs[1]?.output()).toMatch(/NO {2}ComfyUI cannot be used/);
  });
});
