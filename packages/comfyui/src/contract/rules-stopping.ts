import { cancelPrompt } from "../cancel.ts";
import { at, must } from "./ground.ts";
import type { Ground } from "./ground.ts";
import { long, small } from "./graphs.ts";
import type { Rule } from "./rule.ts";
import type { Tap } from "./tap.ts";

async function start(ground: Ground, tap: Tap): Promise<string> {
  const { promptId } = await ground.submit(long(ground.fresh()), { client_id: tap.clientId });
  await tap.until(() => tap.of("executing", promptId).length > 1, "the long prompt to run");
  return promptId;
}

const history = async (ground: Ground, promptId: string): Promise<unknown> =>
  at((await ground.ask("GET", `/history/${promptId}`)).json, promptId);

async function written(ground: Ground, promptId: string): Promise<unknown> {
  for (let tries = 0; tries < 200; tries++) {
    const entry = await history(ground, promptId);
    if (entry !== undefined) return entry;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return undefined;
}

/** Queue, interrupt, cancel and history. */
export const stoppingRules: readonly Rule[] = [
  {
    title: "the queue shows the running prompt and the waiting ones with their graphs",
    check: async (ground) => {
      const tap = await ground.tap();
      const running = await start(ground, tap);
      const waiting = await ground.submit(small(ground.fresh()));
      const { json } = await ground.ask("GET", "/queue");
      must(at(json, "queue_running", 0, 1) === running, json);
      must(at(json, "queue_pending", 0, 1) === waiting.promptId, json);
      must(at(json, "queue_pending", 0, 2, "4", "class_type") === "SaveImageWebsocket", json);
      const left = at((await ground.ask("GET", "/prompt")).json, "exec_info", "queue_remaining");
      must(left === 2, left);
    },
  },
  {
    title: "delete takes a waiting prompt out; the running one and unknown ids are left alone with 200",
    check: async (ground) => {
      const tap = await ground.tap();
      const running = await start(ground, tap);
      const waiting = await ground.submit(small(ground.fresh()));
      for (const id of [waiting.promptId, running, "nope"])
        must((await ground.ask("POST", "/queue", { delete: [id] })).status === 200, id);
      const queue = await ground.client.queue();
      must(queue.pending.length === 0 && queue.running[0]?.promptId === running, queue);
    },
  },
  {
    title: "interrupt with the id of a waiting prompt stops nothing",
    check: async (ground) => {
      const tap = await ground.tap();
      const running = await start(ground, tap);
      const waiting = await ground.submit(small(ground.fresh()));
      must(
        (await ground.ask("POST", "/interrupt", { prompt_id: waiting.promptId })).status === 200,
        "status",
      );
      await new Promise((resolve) => setTimeout(resolve, 200));
      must(tap.of("execution_interrupted").length === 0, "stopped");
      const queue = await ground.client.queue();
      must(queue.running[0]?.promptId === running && queue.pending.length === 1, queue);
    },
  },
  {
    title: "interrupt with the running id stops it; the owner is told, others are not",
    check: async (ground) => {
      const [tap, other] = [await ground.tap(), await ground.tap()];
      const running = await start(ground, tap);
      await ground.ask("POST", "/interrupt", { prompt_id: running });
      await tap.ended(running);
      must(tap.of("execution_interrupted", running).length === 1, tap.heard.length);
      must(other.of("execution_interrupted").length === 0, "told to others");
    },
  },
  {
    title: "an interrupted prompt stands in the history as error, not completed, with the message",
    check: async (ground) => {
      const tap = await ground.tap();
      const running = await start(ground, tap);
      must((await history(ground, running)) === undefined, "in the history while it runs");
      await ground.ask("POST", "/interrupt", { prompt_id: running });
      await tap.ended(running);
      const status = at(await written(ground, running), "status");
      must(at(status, "status_str") === "error" && at(status, "completed") === false, status);
      must(JSON.stringify(status).includes("execution_interrupted"), status);
    },
  },
  {
    title: "an empty interrupt stops whatever runs",
    check: async (ground) => {
      const tap = await ground.tap();
      const running = await start(ground, tap);
      must((await ground.ask("POST", "/interrupt", "")).status === 200, "status");
      await tap.ended(running);
      must(tap.of("execution_interrupted", running).length === 1, "not stopped");
    },
  },
  {
    title: "an interrupt while nothing runs is forgotten",
    check: async (ground) => {
      const tap = await ground.tap();
      await ground.ask("POST", "/interrupt", "");
      const { promptId } = await ground.submit(small(ground.fresh()), { client_id: tap.clientId });
      await tap.ended(promptId);
      must(tap.of("execution_success", promptId).length === 1, "stopped");
    },
  },
  {
    title: "cancelPrompt gets a prompt that has only just been queued, twenty times of twenty",
    check: async (ground) => {
      for (let round = 0; round < 20; round++) {
        const { promptId } = await ground.submit(long(ground.fresh(), 800, 5));
        const end = await cancelPrompt(ground.client, promptId, { jobsApi: ground.newer });
        must(end === "cancelled" || end === "finished", [round, end]);
        must(end !== "finished" || (await written(ground, promptId)) !== undefined, [round, end]);
      }
    },
  },
  {
    title: "a success stands in the history with its outputs; executing null comes after it is written",
    check: async (ground) => {
      const tap = await ground.tap();
      const { promptId } = await ground.submit(small(ground.fresh()), { client_id: tap.clientId });
      await tap.ended(promptId);
      const entry = await history(ground, promptId);
      must(
        at(entry, "status", "status_str") === "success" && at(entry, "status", "completed") === true,
        entry,
      );
      must(at(entry, "prompt", 1) === promptId, entry);
    },
  },
  {
    title: "an unknown id in the history is an empty object with 200; deleted ones are unknown",
    check: async (ground) => {
      const unknown = await ground.ask("GET", `/history/${crypto.randomUUID()}`);
      must(unknown.status === 200 && unknown.text === "{}", unknown);
      const { promptId } = await ground.submit(small(ground.fresh()));
      must((await written(ground, promptId)) !== undefined, "never written");
      await ground.ask("POST", "/history", { delete: [promptId] });
      must((await history(ground, promptId)) === undefined, "still there");
    },
  },
  {
    title: "history takes max_items",
    check: async (ground) => {
      for (let round = 0; round < 2; round++)
        await written(ground, (await ground.submit(small(ground.fresh()))).promptId);
      const { json } = await ground.ask("GET", "/history?max_items=1");
      must(Object.keys(Object(json)).length === 1, json);
    },
  },
  {
    title: "there are no jobs: 404",
    only: "older",
    check: async (ground) => must((await ground.ask("GET", "/api/jobs")).status === 404, "found"),
  },
  {
    title: "jobs are listed and cancelled by id; cancelling again, or an unknown one, is 200 and false",
    only: "newer",
    check: async (ground) => {
      const tap = await ground.tap();
      const running = await start(ground, tap);
      const waiting = await ground.submit(small(ground.fresh()));
      const { json } = await ground.ask("GET", "/api/jobs?status=in_progress,pending");
      must(at(json, "pagination", "total") === 2, json);
      for (const id of [waiting.promptId, running])
        must(at((await ground.ask("POST", `/api/jobs/${id}/cancel`)).json, "cancelled") === true, id);
      await tap.ended(running);
      for (const id of [waiting.promptId, running, crypto.randomUUID()]) {
        const again = await ground.ask("POST", `/api/jobs/${id}/cancel`);
        must(again.status === 200 && at(again.json, "cancelled") === false, [id, again]);
      }
      const job = await ground.ask("GET", `/api/jobs/${running}`);
      must(at(job.json, "status") === "cancelled", job.json);
      const unknown = await ground.ask("GET", `/api/jobs/${waiting.promptId}`);
      must(unknown.status === 404 && at(unknown.json, "error") === "Job not found", unknown);
    },
  },
  {
    title: "a failing node ends in execution_error, and the next prompt runs",
    check: async (ground) => {
      const tap = await ground.tap();
      await ground.client.uploadImage(new TextEncoder().encode("no picture"), {
        name: "broken.png",
        subfolder: "contract",
        overwrite: true,
      });
      const load = { class_type: "LoadImage", inputs: { image: "contract/broken.png" } };
      const broken = { "1": load, "2": { class_type: "SaveImageWebsocket", inputs: { images: ["1", 0] } } };
      const { promptId, status, text } = await ground.submit(broken, { client_id: tap.clientId });
      must(status === 200, text);
      await tap.ended(promptId);
      const [failure] = tap.of("execution_error", promptId);
      must(failure?.["exception_type"] === "PIL.UnidentifiedImageError", failure);
      must(failure["node_id"] === "1" && failure["node_type"] === "LoadImage", failure);
      const next = await ground.submit(small(ground.fresh()), { client_id: tap.clientId });
      await tap.ended(next.promptId);
      must(tap.of("execution_success", next.promptId).length === 1, "the next one did not run");
    },
  },
];
