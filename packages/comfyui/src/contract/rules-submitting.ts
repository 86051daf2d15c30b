import { at, must } from "./ground.ts";
import { long, saving, small } from "./graphs.ts";
import type { Rule } from "./rule.ts";

const errorType = (answer: { json: unknown }): unknown => at(answer.json, "error", "type");
const nodeErrorType = (answer: { json: unknown }, node: string): unknown =>
  at(answer.json, "node_errors", node, "errors", 0, "type");

/** What `/prompt` takes and refuses. */
export const submittingRules: readonly Rule[] = [
  {
    title: "a good graph gets its id back, a number and no node errors",
    check: async (ground) => {
      const answer = await ground.submit(small(ground.fresh()));
      must(answer.status === 200, answer.text);
      must(at(answer.json, "prompt_id") === answer.promptId, answer.json);
      must(typeof at(answer.json, "number") === "number", answer.json);
      must(JSON.stringify(at(answer.json, "node_errors")) === "{}", answer.json);
    },
  },
  {
    title: "without an id the server makes one",
    check: async (ground) => {
      const answer = await ground.ask("POST", "/prompt", { prompt: small(ground.fresh()) });
      must(/^[0-9a-f-]{36}$/.test(String(at(answer.json, "prompt_id"))), answer.json);
    },
  },
  {
    title: "any text is an id",
    only: "older",
    check: async (ground) => {
      const answer = await ground.submit(small(ground.fresh()), { prompt_id: "hello" });
      must(answer.status === 200 && at(answer.json, "prompt_id") === "hello", answer.json);
    },
  },
  {
    title: "an id that is no lower-case UUID is refused: invalid_prompt_id",
    only: "newer",
    check: async (ground) => {
      for (const id of ["hello", "4B2F1A7E-0000-4000-8000-000000000000"]) {
        const answer = await ground.submit(small(ground.fresh()), { prompt_id: id });
        must(answer.status === 400 && errorType(answer) === "invalid_prompt_id", answer.json);
      }
    },
  },
  {
    title: "the same id may be queued twice: there is no duplicate check",
    check: async (ground) => {
      const id = crypto.randomUUID();
      for (const color of [ground.fresh(), ground.fresh()])
        must((await ground.submit(small(color), { prompt_id: id })).status === 200, id);
    },
  },
  {
    title: "no prompt is no_prompt",
    check: async (ground) => {
      const answer = await ground.ask("POST", "/prompt", {});
      must(answer.status === 400 && errorType(answer) === "no_prompt", answer.json);
    },
  },
  {
    title: "a body that is not JSON is 500",
    check: async (ground) => {
      const answer = await ground.ask("POST", "/prompt", "not json");
      must(answer.status === 500 && answer.contentType.startsWith("text/plain"), answer);
    },
  },
  {
    title: "no output node is prompt_no_outputs",
    check: async (ground) => {
      const { "1": image } = small(ground.fresh());
      const answer = await ground.submit({ "1": image });
      must(answer.status === 400 && errorType(answer) === "prompt_no_outputs", answer.json);
    },
  },
  {
    title: "an unknown class is invalid_prompt",
    only: "older",
    check: async (ground) => {
      const answer = await ground.submit({ x: { class_type: "NoSuchClass", inputs: {} } });
      must(answer.status === 400 && errorType(answer) === "invalid_prompt", answer.json);
    },
  },
  {
    title: "an unknown class is missing_node_type",
    only: "newer",
    check: async (ground) => {
      const answer = await ground.submit({ x: { class_type: "NoSuchClass", inputs: {} } });
      must(answer.status === 400 && errorType(answer) === "missing_node_type", answer.json);
    },
  },
  {
    title: "a value below its bound, above it, not in a list, missing or of a wrong type is named",
    check: async (ground) => {
      const cases: [Record<string, unknown>, string][] = [
        [{ width: 0 }, "value_smaller_than_min"],
        [{ width: 1e6 }, "value_bigger_than_max"],
        [{ upscale_method: "magic" }, "value_not_in_list"],
        [{ width: "wide" }, "invalid_input_type"],
        [{ image: ["2"] }, "bad_linked_input"],
        [{ width: ["2", 0] }, "return_type_mismatch"],
        [{ crop: undefined }, "required_input_missing"],
      ];
      for (const [change, type] of cases) {
        const graph = small(ground.fresh());
        const node = type === "value_smaller_than_min" || type === "value_bigger_than_max" ? "1" : "3";
        graph[node] = { class_type: graph[node]!.class_type, inputs: { ...graph[node]!.inputs, ...change } };
        const answer = await ground.submit(graph);
        must(answer.status === 400 && errorType(answer) === "prompt_outputs_failed_validation", answer.json);
        must(nodeErrorType(answer, node) === type, [type, answer.json]);
      }
    },
  },
  {
    title: "a bare NaN for a whole number is refused, not taken for something",
    check: async (ground) => {
      const text = JSON.stringify({ prompt: small(ground.fresh()) }).replace('"width":64', '"width":NaN');
      const answer = await ground.ask("POST", "/prompt", text);
      must(answer.status === 400, answer.text);
    },
  },
  {
    title: "a link to a node that is not there is exception_during_inner_validation",
    check: async (ground) => {
      const graph = small(ground.fresh());
      graph["2"]!.inputs = { image: ["absent", 0] };
      const answer = await ground.submit(graph);
      const types = JSON.stringify(answer.json).match(/exception_during_(inner_)?validation/g) ?? [];
      must(answer.status === 400 && types.length > 0, answer.json);
    },
  },
  {
    title: "a circle is refused",
    check: async (ground) => {
      const graph = small(ground.fresh());
      graph["2"]!.inputs = { image: ["3", 0] };
      const answer = await ground.submit(graph);
      must(answer.status === 400, answer.text);
      if (ground.newer) must(answer.text.includes("dependency_cycle"), answer.json);
    },
  },
  {
    title: "one good and one bad output is 200 with node_errors: the bad one is silently left out",
    check: async (ground) => {
      const bad = { class_type: "SaveImage", inputs: { images: ["1", 0] } };
      const answer = await ground.submit({ ...small(ground.fresh()), bad });
      must(answer.status === 200 && nodeErrorType(answer, "bad") === "required_input_missing", answer.json);
    },
  },
  {
    title: "a picture that is not there is custom_validation_failed, and so is one outside the folder",
    check: async (ground) => {
      for (const image of ["contract/absent.png", "../../absent.png"]) {
        const graph = { ...small(ground.fresh()), "1": { class_type: "LoadImage", inputs: { image } } };
        const answer = await ground.submit(graph);
        must(answer.status === 400 && answer.text.includes("_validation"), answer.json);
      }
    },
  },
  {
    title: "front goes before what waits, a negative number before that",
    check: async (ground) => {
      await ground.submit(long(ground.fresh()));
      const waiting = await ground.submit(saving(ground.fresh()));
      const front = await ground.submit(saving(ground.fresh()), { front: true });
      const first = await ground.submit(saving(ground.fresh()), { number: -1e6 });
      const order = (await ground.client.queue()).pending.map(({ promptId, number }) => [number, promptId]);
      order.sort(([a], [b]) => Number(a) - Number(b));
      must(
        JSON.stringify(order.map(([, id]) => id)) ===
          JSON.stringify([first.promptId, front.promptId, waiting.promptId]),
        order,
      );
    },
  },
];
