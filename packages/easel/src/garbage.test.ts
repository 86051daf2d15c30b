import { connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import { createEasel } from "./easel.ts";
import type { Easel } from "./easel.ts";
import { MemoryFiles } from "./memory-files.ts";

let easel: Easel;
beforeAll(async () => void (easel = await createEasel({ port: 0 })));
afterAll(() => easel.close());

const alive = async (): Promise<boolean> => (await fetch(`${easel.url}/system_stats`)).ok;

it.each([
  "",
  "null",
  "[]",
  "5",
  '"x"',
  "{",
  '{"prompt":null}',
  '{"prompt":[]}',
  '{"prompt":"abc"}',
  '{"prompt":{"1":5}}',
  '{"prompt":{"1":{"class_type":"__proto__","inputs":{}}}}',
  '{"prompt":{"__proto__":{"class_type":"SaveImage","inputs":{}}}}',
  '{"prompt":{"1":{"class_type":"SaveImageWebsocket","inputs":{"images":["__proto__",0]}}}}',
  '{"prompt":{"1":{"class_type":"SaveImageWebsocket","inputs":{"images":["1",0]}}}}',
  '{"prompt":{"1":{"class_type":"SaveImageWebsocket","inputs":{"images":[1,{}]}}}}',
  '{"prompt":{"1":{"class_type":"SaveImageWebsocket"}}}',
  '{"prompt":{},"number":"x"}',
])("refuses the prompt %s and lives on", async (body) => {
  const response = await fetch(`${easel.url}/prompt`, { method: "POST", body });
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(await alive()).toBe(true);
});

it.each([
  "/queue",
  "/interrupt",
  "/free",
  "/history",
  "/upload/image",
  "/upload/%00",
  "/view",
  "/ws",
  "/%E0%A4%A",
])("survives noise on %s", async (path) => {
  for (const body of ["", "{", "[]", "\0\u{ffff}", '{"delete":5}', '{"delete":[{}]}']) {
    await fetch(easel.url + path, { method: "POST", body });
    await fetch(easel.url + path, {
      method: "POST",
      body,
      headers: { "content-type": "multipart/form-data; boundary=x" },
    });
  }
  await fetch(`${easel.url}${path}?filename=%00&type=%00&subfolder=%2e%2e%2f`);
  expect(await alive()).toBe(true);
});

it("refuses a body above the cap before reading it", async () => {
  const { port } = new URL(easel.url);
  const answer = await new Promise<string>((resolve, reject) => {
    const raw = connect(Number(port), "127.0.0.1", () =>
      raw.write("POST /prompt HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 104857601\r\n\r\nx"),
    );
    raw.once("data", (data) => resolve(String(data)));
    raw.once("error", reject);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});

it("keeps other sites' pages away from the socket", async () => {
  const socket = new WebSocket(`${easel.url.replace("http", "ws")}/ws`, { origin: "http://example.com" });
  const status = await new Promise((resolve) => {
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode));
    socket.on("error", () => undefined);
  });
  expect(status).toBe(403);
});

it("survives odd and oversize socket messages", async () => {
  const socket = new WebSocket(`${easel.url.replace("http", "ws")}/ws`);
  await new Promise((resolve) => socket.once("open", resolve));
  socket.on("error", () => undefined);
  for (const message of ["{", '{"type":"feature_flags"}', '{"type":"feature_flags","data":null}'])
    socket.send(message);
  socket.send(Buffer.from([0, 0, 0, 9]));
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.send("x".repeat(2_000_000));
  await closed;
  expect(await alive()).toBe(true);
});

it("survives chains and circles of thousands of nodes", async () => {
  const prompt: Record<string, unknown> = {
    save: { class_type: "SaveImageWebsocket", inputs: { images: ["image", 0] } },
    image: { class_type: "EmptyImage", inputs: { width: 8, height: 8, batch_size: 1, color: 0 } },
    "0": { class_type: "ImageInvert", inputs: { image: ["4999", 0] } },
  };
  for (let i = 1; i < 5000; i++)
    prompt[i] = { class_type: "ImageInvert", inputs: { image: [String(i - 1), 0] } };
  const post = (graph: object): Promise<Response> =>
    fetch(`${easel.url}/prompt`, {
      method: "POST",
      body: JSON.stringify({ prompt: graph, prompt_id: "deep" }),
    });
  expect((await post(prompt)).status).toBe(200);
  const status = async (): Promise<unknown> => (await fetch(`${easel.url}/history/deep`)).json();
  await expect.poll(status, { timeout: 5000 }).toMatchObject({ deep: { status: { status_str: "success" } } });
  const circle = { ...prompt, save: { class_type: "SaveImageWebsocket", inputs: { images: ["7", 0] } } };
  expect((await post(circle)).status).toBe(400);
});

it("drops the least recently used files above its cap", () => {
  const files = new MemoryFiles(250);
  const bytes = (fill: number): Buffer => Buffer.alloc(100, fill);
  files.set("input", "", "a", bytes(1));
  files.set("input", "", "b", bytes(2));
  files.get("input", "", "a");
  files.set("input", "", "c", bytes(3));
  expect(files.list("input")).toEqual(["a", "c"]);
  expect(files.bytes).toBe(200);
});

it("fails to start on a taken port, and leaves nothing behind", async () => {
  await expect(createEasel({ port: easel.port })).rejects.toThrow("EADDRINUSE");
});
