import { expect, it } from "vitest";
import { parseMessage } from "./event.ts";

it("reads the messages of a run", () => {
  const read = (value: unknown): unknown => parseMessage(JSON.stringify(value));
  expect(read({ type: "status", data: { status: { exec_info: { queue_remaining: 2 } }, sid: "A" } })).toEqual(
    {
      kind: "status",
      queueRemaining: 2,
      sid: "A",
    },
  );
  expect(read({ type: "executing", data: { node: "103" } })).toEqual({
    kind: "executing",
    promptId: null,
    node: "103",
  });
  expect(read({ type: "executing", data: { node: null, prompt_id: "p" } })).toEqual({
    kind: "executing",
    promptId: "p",
    node: null,
  });
  expect(read({ type: "progress", data: { value: 1, max: 4, prompt_id: "p", node: "7" } })).toEqual({
    kind: "progress",
    promptId: "p",
    node: "7",
    value: 1,
    max: 4,
  });
});

it("strips inputs and traceback from a failure", () => {
  const event = parseMessage(
    JSON.stringify({
      type: "execution_error",
      data: {
        prompt_id: "p",
        node_id: "1",
        node_type: "LoadImage",
        executed: [],
        exception_message: "cannot identify image file",
        exception_type: "PIL.UnidentifiedImageError",
        traceback: ["secret path"],
        current_inputs: { text: ["secret words"] },
        current_outputs: [],
        timestamp: 1,
      },
    }),
  );
  expect(event).toEqual({
    kind: "error",
    promptId: "p",
    nodeId: "1",
    nodeType: "LoadImage",
    exceptionMessage: "cannot identify image file",
    exceptionType: "PIL.UnidentifiedImageError",
  });
});

it.each([
  "",
  "{",
  "null",
  "[]",
  '{"type":"status"}',
  '{"type":"new_thing","data":{}}',
  '{"type":"progress","data":{"value":"x"}}',
])("calls %s unknown", (text) => expect(parseMessage(text).kind).toBe("unknown"));
