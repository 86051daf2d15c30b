import { expect, it } from "vitest";
import { clientMessage } from "./live.ts";
import { readMessage } from "./read-message.ts";

it("[R1 LP2] a text that is no JSON of a known type is no message", () => {
  for (const text of [
    "",
    "ping",
    "{",
    "null",
    "[]",
    "{}",
    `{"type":"nonsense"}`,
    `{"type":"take"`,
    `"take"`,
    "\0",
  ])
    expect(readMessage(clientMessage, text)).toBeNull();
  expect(readMessage(clientMessage, `{"type":"take","more":1}`)).toEqual({ type: "take" });
});
