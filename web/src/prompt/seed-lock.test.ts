import { expect, test } from "vitest";
import { SeedLocks } from "./seed-lock.ts";

function memory(first: string | null = null) {
  let value = first;
  return {
    getItem: () => value,
    setItem: (_key: string, text: string) => {
      value = text;
    },
  };
}

test("each sketch has its own lock, and an unnamed one none", () => {
  const locks = new SeedLocks(memory());
  locks.set("skt_A", true);
  locks.set(null, true);
  expect([locks.isLocked("skt_A"), locks.isLocked("skt_B"), locks.isLocked(null)]).toEqual([
    true,
    false,
    false,
  ]);
  locks.set("skt_A", false);
  expect(locks.isLocked("skt_A")).toBe(false);
});

test("a hundred are remembered, the latest", () => {
  const locks = new SeedLocks(memory());
  for (let at = 0; at < 120; at++) locks.set(`skt_${at}`, true);
  expect([locks.isLocked("skt_119"), locks.isLocked("skt_20"), locks.isLocked("skt_19")]).toEqual([
    true,
    true,
    false,
  ]);
});

test("what is stored may be anything", () => {
  expect(new SeedLocks(memory("{]")).isLocked("skt_A")).toBe(false);
  expect(new SeedLocks(memory("{}")).isLocked("skt_A")).toBe(false);
});
