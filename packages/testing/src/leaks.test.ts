import { expect, test } from "vitest";
import { leaksIn } from "./leaks.ts";

const SAID = ["a red fox in the snow", "short", "skt_01ARZ3NDEKTSV4RRFFQ69G5FAV"];

test.each([
  ["a mail address", "sent to somebody@example.com"],
  ["a key", "key lsk_01M7ZCRA3BFA7YNRVVY7B2GZK7_WkA4vNSUJA7"],
  ["a signed token", "bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c3Ii.c2ln"],
  ["an address", "from 203.0.113.9 at noon"],
  ["“a red fox in the snow”", '{"prompt":"a red fox in the snow, gouache"}'],
])("finds %s", (what, line) => {
  expect(leaksIn(["all is well", line], SAID)).toEqual([`${what}: ${line}`]);
});

test("lets ids, numbers, versions, short words and this machine's own address stand", () => {
  const lines = [
    '{"event":"not_stored","sketchId":"skt_01ARZ3NDEKTSV4RRFFQ69G5FAV","attempt":2}',
    "wrangler 4.164.0 on http://127.0.0.1:8787, a short line",
  ];
  expect(leaksIn(lines, SAID)).toEqual([]);
});
