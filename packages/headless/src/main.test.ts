import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ERROR_STATUS, type ErrorCode } from "@llamasketch/contract";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = (...args: string[]) => {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const flags = ["--disable-warning=ExperimentalWarning"];
  return spawnSync(process.execPath, [...flags, main, ...args], { encoding: "utf8" });
};

describe("npm run sketch", () => {
  it("--help prints how it is used, and ends well", () => {
    const { status, stdout, stderr } = run("--help");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("--strokes file.jsonl");
  });

  it.each([
    [["--nonsense"], "Unknown option '--nonsense'."],
    [["house.png"], "Unexpected argument 'house.png'."],
    [[], "Give --in or --strokes."],
    [["--in", "a.png", "--strokes", "b.jsonl"], "Give --in or --strokes."],
    [["--in", "a.png", "--frames", "0"], "--frames must be a number from 1 to 1000."],
    [["--in", "a.png", "--url", "localhost"], "--url must be an address"],
    [["--in", "a.png", "--url", "file:///tmp"], "--url must be an address"],
    [["--in", "a.png", "--seed", "1.5"], "--seed must be a whole number."],
    [["--in", "a.png", "--frames", "many"], "--frames must be a number from 1 to 1000."],
    [["--in"], "--in"],
  ])("%j: says what is wrong and how it is used, and ends with 2", (args, said) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(said);
    expect(stderr).toContain("npm run sketch -- --url URL");
    expect(stderr).not.toMatch(/at .*node:internal|ERR_/);
  });
});

describe("what goes wrong", () => {
  const folder = mkdtempSync(join(tmpdir(), "headless-"));
  const file = (name: string): string => join(folder, name);
  let server: Server;
  /** What the server answers to everything. */
  let answer: { status: number; type: string; body: string; headers?: Record<string, string> };
  let url = "";
  beforeAll(async () => {
    await sharp({ create: { width: 64, height: 64, channels: 3, background: "#fff" } })
      .png()
      .toFile(file("a.png"));
    writeFileSync(file("empty.jsonl"), "\n");
    writeFileSync(file("other.jsonl"), "{}\n");
    server = createServer((_request, response) => {
      response.writeHead(answer.status, { "content-type": answer.type, ...answer.headers }).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const draw = async (...args: string[]): Promise<{ status: number | null; stderr: string }> => {
    const main = fileURLToPath(new URL("main.ts", import.meta.url));
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", main, ...args]);
    let stderr = "";
    child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
    const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
    // Words for a person: no stack, no dump of a schema, no name of a system call.
    expect(stderr).not.toMatch(/\n +at |node:internal|ZodError|"path":|invalid_type|ENOENT|EISDIR|\[object/);
    return { status, stderr };
  };
  const refuse = (code: ErrorCode, more: object = {}, headers: Record<string, string> = {}): void => {
    const error = { code, message: "Not so.", requestId: "req_1", hint: "POST /api/x", ...more };
    answer = {
      status: ERROR_STATUS[code],
      type: "application/json",
      body: JSON.stringify({ error }),
      headers,
    };
  };

  it.each([
    ["nothing listens", () => "http://127.0.0.1:59999", "does not answer (nothing listens there). Start it"],
    ["no such host", () => "http://nowhere.invalid", "does not answer"],
  ])("%s: 3, and how to start it", async (_what, at, said) => {
    const { status, stderr } = await draw("--url", at(), "--in", file("a.png"));
    expect([status, stderr]).toEqual([3, expect.stringContaining(said)]);
  });

  it.each([
    [200, "text/html", "<html>hello</html>"],
    [200, "application/json", "{}"],
    [404, "text/html", "<html>"],
    [501, "text/html", "<html>"],
    [404, "application/json", '{"error":{"code":"not_found","message":"No.","requestId":"r"}}'],
  ])("a server that is no LlamaSketch (%s, %s, %s): 3, and what to check", async (status, type, body) => {
    answer = { status, type, body };
    const told = await draw("--url", url, "--in", file("a.png"));
    expect([told.status, told.stderr]).toEqual([3, expect.stringContaining("Check --url")]);
  });

  it.each([
    ["unauthorized", {}, {}, "give it with --key"],
    ["insufficient_credits", {}, {}, "/credits"],
    ["verification_required", {}, {}, "--key"],
    ["too_many_requests", {}, { "retry-after": "42" }, "Run it again in 42 seconds."],
    ["too_many_requests", {}, {}, "Wait a minute"],
    ["internal", {}, {}, "(req_1)"],
    ["bad_request", { fields: { "settings.prompt": "prompt_refused" } }, {}, "in other words with --prompt"],
    ["bad_request", { fields: { "settings.prompt": "At most 2,000 characters." } }, {}, "--prompt: At most"],
  ] as const)("refused, %s %j %j: 4, and what to do", async (code, more, headers, said) => {
    refuse(code, more, headers);
    const { status, stderr } = await draw("--url", url, "--in", file("a.png"));
    expect([status, stderr]).toEqual([4, expect.stringContaining(said)]);
    expect(stderr).not.toContain("POST /api");
  });

  it.each([
    [["--in", "nope.png"], "There is no such file or folder"],
    [["--in", "."], "This is a folder"],
    [["--in", "other.jsonl"], "is not an image that can be read. Give"],
    [["--strokes", "nope.jsonl"], "There is no such file or folder"],
    [["--strokes", "."], "This is a folder"],
    [["--strokes", "empty.jsonl"], "has no drawing in it"],
    [["--strokes", "other.jsonl"], "is not a drawing"],
  ])("a file that cannot be (%j): 1, before anybody is asked", async ([option = "", name = ""], said) => {
    answer = { status: 200, type: "application/json", body: "{}" };
    const { status, stderr } = await draw("--url", url, option, file(name));
    expect([status, stderr]).toEqual([1, expect.stringContaining(said)]);
  });

  it.each([
    ["nowhere/out.webp", "There is no folder"],
    [".", "is a folder"],
  ])("a place that cannot be written to (%s): 1, before anything is drawn", async (name, said) => {
    const { status, stderr } = await draw("--url", url, "--in", file("a.png"), "--out", file(name));
    expect([status, stderr]).toEqual([1, expect.stringContaining(said)]);
  });
});
