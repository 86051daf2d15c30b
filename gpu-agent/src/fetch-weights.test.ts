/** The script that fetches weights, against a server that cuts, lies and cannot resume. */
import { spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const script = fileURLToPath(new URL("../fetch-weights.sh", import.meta.url));
const canRun = ["bash", "curl"].every((name) => spawnSync(name, ["--version"]).status === 0);
const weights = randomBytes(300_000);
const sha256 = createHash("sha256").update(weights).digest("hex");

let folder = "";
let server: Server;
let url = "";
/** Range header of each request, in order. */
let ranges: (string | undefined)[] = [];
/** Bytes after which each request is cut; none when it runs out. */
let cuts: number[] = [];
let canResume = true;
/** Requests answered with 503 first. */
let busy = 0;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "weights-"));
  [ranges, cuts, canResume, busy] = [[], [], true, 0];
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    if (busy > 0 && ranges.length > 1) {
      busy -= 1;
      response.writeHead(503).end("busy");
      return;
    }
    const from = canResume ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0) : 0;
    if (from >= weights.length) {
      response.writeHead(416).end();
      return;
    }
    const rest = weights.subarray(from);
    const range = { "content-range": `bytes ${from}-${weights.length - 1}/${weights.length}` };
    response.writeHead(from > 0 ? 206 : 200, { "content-length": rest.length, ...(from > 0 ? range : {}) });
    const cut = cuts.shift();
    if (cut === undefined) response.end(rest);
    else response.write(rest.subarray(0, cut), () => setTimeout(() => response.destroy(), 30));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/w?key=canary-key`;
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

function fetchAll(manifest: string): Promise<{ code: number | null; said: string }> {
  const list = join(folder, "manifest.txt");
  writeFileSync(list, manifest);
  const child = spawn("bash", [script, list, join(folder, "models")], {
    env: { PATH: process.env.PATH, FETCH_PAUSE_S: "0", FETCH_TRIES: "4" },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, said })));
}

const target = () => join(folder, "models/checkpoints/a.safetensors");
const line = (sum = sha256, path = "checkpoints/a.safetensors") => `# weights\n\n${sum} ${path} ${url}`;

describe.skipIf(!canRun)("fetching weights (skipped only without bash and curl)", () => {
  it("puts a file in place, and does not fetch it again", async () => {
    expect((await fetchAll(line())).code).toBe(0);
    expect(readFileSync(target()).equals(weights)).toBe(true);
    const again = await fetchAll(line());
    expect(again).toEqual({ code: 0, said: "weights: checkpoints/a.safetensors is here\n" });
    expect(ranges).toHaveLength(1);
  });

  it("goes on where a cut connection stopped", async () => {
    cuts = [100_000, 50_000];
    const { code, said } = await fetchAll(line());
    expect(said).toContain("did not come whole");
    expect(code).toBe(0);
    expect(ranges).toEqual([undefined, "bytes=100000-", "bytes=150000-"]);
    expect(readFileSync(target()).equals(weights)).toBe(true);
  });

  it("keeps what it has while the server is busy", async () => {
    cuts = [100_000];
    busy = 2;
    expect((await fetchAll(line())).code).toBe(0);
    expect(ranges).toEqual([undefined, "bytes=100000-", "bytes=100000-", "bytes=100000-"]);
  });

  it("starts anew where the server cannot resume", async () => {
    cuts = [100_000];
    canResume = false;
    expect((await fetchAll(line())).code).toBe(0);
    expect(readFileSync(target()).equals(weights)).toBe(true);
  });

  it("puts nothing in place while it is not whole", async () => {
    cuts = [1000, 1000, 1000, 1000];
    const { code } = await fetchAll(line());
    expect(code).toBe(1);
    expect(existsSync(target())).toBe(false);
    expect(readFileSync(`${target()}.part`).length).toBe(4000);
    // The next start goes on.
    expect((await fetchAll(line())).code).toBe(0);
    expect(ranges.at(-1)).toBe("bytes=4000-");
  });

  it("refuses a wrong checksum and leaves nothing of it", async () => {
    const { code, said } = await fetchAll(line("0".repeat(64)));
    expect(code).toBe(1);
    expect(said).toContain("wrong checksum");
    expect(readdirSync(join(folder, "models/checkpoints"))).toEqual([]);
  });

  it("does not trust a part that was left by something else", async () => {
    cuts = [50_000, 50_000, 50_000, 50_000];
    await fetchAll(line());
    writeFileSync(`${target()}.part`, randomBytes(60_000));
    expect((await fetchAll(line())).code).toBe(0);
    expect(readFileSync(target()).equals(weights)).toBe(true);
  });

  it.each(["../evil", "/etc/evil", "a/../../evil", "-rf"])("never writes to %s", async (path) => {
    const { code } = await fetchAll(line(sha256, path));
    expect(code).toBe(1);
    expect(ranges).toHaveLength(0);
  });

  it("does not print addresses, which may hold keys", async () => {
    cuts = [1000];
    const { said } = await fetchAll(`${line()}\n${line("0".repeat(64), "b/c.bin")}\nnonsense`);
    expect(said).toContain("a line of the manifest is not");
    expect(said).not.toMatch(/canary-key|127\.0\.0\.1/);
  });
});
