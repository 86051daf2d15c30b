import { expect, test } from "vitest";
import { hashBytes } from "./hash-bytes.ts";

test("is FNV-1a", () => {
  expect(hashBytes(new Uint8Array())).toBe(0x811c9dc5);
  expect(hashBytes(new TextEncoder().encode("foobar"))).toBe(0xbf9cf968);
});
