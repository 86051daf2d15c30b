import { describe, expect, it } from "vitest";
import { cancelPrompt } from "./cancel.ts";
import { ComfyClient } from "./client.ts";
import { ComfyError } from "./errors.ts";
import { detectGeneration } from "./generation.ts";
import { reconcile } from "./run.ts";
import { graphFitness } from "./workflows/fitness.ts";

const bodies = [
  "",
  "null",
  "5",
  "[]",
  "{}",
  '"x"',
  "<html>Sign in</html>",
  '{"system":{"comfyui_version":5},"devices":"x"}',
  '{"queue_running":[[1]],"queue_pending":{}}',
  '{"queue_running":[["x",1]],"queue_pending":[]}',
  '{"prompt_id":null,"number":"1","node_errors":[]}',
  '{"jobs":5,"pagination":null}',
  '{"id":"x","status":"exploded"}',
  '{"cancelled":"yes"}',
  '{"p":{"outputs":[],"status":{"status_str":"maybe"}}}',
  '{"__proto__":{"input":{"required":{}},"output":[]}}',
  '{"KSampler":{"input":{"required":{"seed":"INT"}},"output":5}}',
  '{"name":"","subfolder":5,"type":null}',
  '{"error":"text","node_errors":[]}',
];

const calls: Record<string, (client: ComfyClient) => Promise<unknown>> = {
  submit: (client) => client.submit({}, { promptId: "p", clientId: "c" }),
  upload: (client) => client.uploadImage(new Uint8Array(3), { name: "a.png" }),
  queue: (client) => client.queue(),
  history: (client) => client.history("p"),
  stats: (client) => client.systemStats(),
  features: (client) => client.features(),
  objectInfo: (client) => client.objectInfo(),
  job: (client) => client.job("p"),
  jobs: (client) => client.hasJobs(),
  cancelJob: (client) => client.cancelJob("p"),
  view: (client) => client.view({ filename: "a", subfolder: "", type: "output" }),
  free: (client) => client.free(),
  interrupt: (client) => client.interrupt("p"),
  dequeue: (client) => client.dequeue(["p"]),
  generation: (client) => detectGeneration(client),
  reconcile: (client) => reconcile(client, "p"),
  reconcileJob: (client) => reconcile(client, "p", true),
  cancel: (client) => cancelPrompt(client, "p", { jobsApi: false, tries: 2, waitMs: 1 }),
  cancelByJob: (client) => cancelPrompt(client, "p", { jobsApi: true, tries: 2, waitMs: 1 }),
};

describe.each(Object.entries(calls))("%s", (_name, call) => {
  it.each([200, 204, 302, 400, 404, 500, 503])(
    "answered %s with anything gives a value or a ComfyError",
    async (status) => {
      for (const body of bodies) {
        const fetch = async (): Promise<Response> => new Response(status === 204 ? null : body, { status });
        const client = new ComfyClient({ baseUrl: "http://liar", fetch });
        await call(client).catch((error: unknown) => expect(error, body).toBeInstanceOf(ComfyError));
      }
    },
  );

  it("cut off or refused gives a ComfyError", async () => {
    const torn = new ReadableStream({ start: (controller) => controller.error(new Error("cut")) });
    for (const fetch of [
      () => Promise.reject(new TypeError("fetch failed")),
      () => Promise.resolve(new Response(torn.tee()[0])),
    ]) {
      const client = new ComfyClient({ baseUrl: "http://liar", fetch });
      await expect(call(client)).rejects.toBeInstanceOf(ComfyError);
    }
  });
});

it("does not take a prototype for a node", () => {
  const graph = { a: { class_type: "constructor", inputs: { name: "x" } } };
  expect(graphFitness({}, graph)).toMatchObject({ fit: false, missingNodes: ["constructor"] });
});
