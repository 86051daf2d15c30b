import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SupervisedComfy } from "./supervised-comfy.ts";
import { sleep } from "./sleep.ts";
import { until } from "./testing/until.ts";

let folder = "";
let comfy: SupervisedComfy | null = null;
const logs: string[] = [];
const PORT = 20_000 + (process.pid % 20_000);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "supervised-"));
  logs.length = 0;
});

afterEach(async () => {
  await comfy?.stop();
  comfy = null;
  rmSync(folder, { recursive: true, force: true });
});

/** A server that has a child of its own, and writes down both ids. */
const server = (body: string): string =>
  `${process.execPath} -e '
    const child = require("child_process").spawn("sleep", ["600"]);
    require("fs").writeFileSync("${folder}/pids", process.pid + " " + child.pid);
    ${body}
  '`;
const answering = `require("http").createServer((q, a) => globalThis.mute ? 0 : a.end("{}")).listen(${PORT}, "127.0.0.1");`;
const start = (command: string): SupervisedComfy =>
  (comfy = new SupervisedComfy({
    command,
    probeUrl: `http://127.0.0.1:${PORT}/system_stats`,
    log: (_level, text) => void logs.push(text),
    probeEveryMs: 50,
    silentMs: 2500,
    startMs: 1500,
    backoffMinMs: 50,
  }));
const pids = (): number[] => readFileSync(join(folder, "pids"), "utf8").split(" ").map(Number);
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A zombie that nobody has read yet is gone for all that matters.
    return process.platform !== "linux" || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

describe("a supervised ComfyUI", () => {
  it("is stopped with everything it started", async () => {
    const one = start(server(answering));
    await until("an answer", () => one.isAnswering);
    const both = pids();
    expect(both.every(isAlive)).toBe(true);
    await one.stop();
    comfy = null;
    await until("the end of both", () => !both.some(isAlive));
  });

  it("that ends is started again, each time a little later", async () => {
    const one = start("exit 7");
    await until("three starts", () => one.starts >= 4);
    const waits = logs.map((line) => Number(/again in ([\d.]+) s/.exec(line)?.[1]));
    expect(logs[0]).toContain("code 7");
    expect(waits.slice(0, 3)).toEqual([0.1, 0.1, 0.2]);
  });

  it("that goes silent is killed with its children, and started again", async () => {
    const one = start(server(`${answering} setTimeout(() => { globalThis.mute = true; }, 400);`));
    await until("an answer", () => one.isAnswering);
    const both = pids();
    await until("a second start", () => one.starts >= 2, 12_000);
    expect(logs.join()).toContain("it stopped answering");
    await until("the end of both", () => !both.some(isAlive));
  }, 20_000);

  it("that never answers is given up", async () => {
    const one = start("sleep 600");
    await until("a second start", () => one.starts >= 2);
  });

  it("is told in no log what it printed", async () => {
    start("echo canary-7f3a; echo canary-7f3a >&2; exit 1");
    await until("a word", () => logs.length > 0);
    await sleep(100);
    expect(logs.join()).not.toContain("canary");
  });
});
