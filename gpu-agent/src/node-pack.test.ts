import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openHost } from "./testing/host.ts";

const python = ["python3", "python"].find((name) => {
  const run = spawnSync(name, ["-c", "import sys; sys.exit(sys.version_info < (3, 9))"]);
  return run.status === 0;
});

describe("the node pack", () => {
  it.skipIf(python === undefined)(
    "holds by its own tests (skipped only where there is no Python 3.9)",
    () => {
      const cwd = fileURLToPath(new URL("../nodes", import.meta.url));
      // -S and no path: what the machine has installed must not be needed.
      const args = ["-S", "-B", "-m", "unittest", "discover", "-s", "llamasketch_frames", "-t", "."];
      const run = spawnSync(python ?? "", args, { cwd, encoding: "utf8", env: { PATH: process.env.PATH } });
      expect(run.stderr).toMatch(/Ran \d{2,} tests[\s\S]*OK/);
      expect(run.status).toBe(0);
    },
  );
});

describe("a host with the node pack", () => {
  it("takes frames by memory and gives them back as they came, without a file or a PNG", async () => {
    const host = await openHost();
    try {
      const { bytes, header } = await host.session.picture(host.session.frame());
      expect(header.format).toBe("jpeg");
      expect([...bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
      expect(host.tap.count("PUT", "/llamasketch/frame/live-s1")).toBe(1);
      expect(host.tap.count("POST", "/upload")).toBe(0);
      const classes = Object.values(host.tap.prompts().at(-1)?.graph ?? {}).map((node) => node.class_type);
      expect(classes).toContain("LlamaSketchLoadFrame");
      expect(classes).toContain("LlamaSketchSendPicture");
    } finally {
      await host.close();
    }
  });
});
