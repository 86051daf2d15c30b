import { beforeEach, expect, test } from "vitest";
import { toast, toasts } from "./toasts.ts";

beforeEach(() => toasts.set({ list: [] }));
const texts = (): string[] => toasts.get().list.map(({ text }) => text);

test("the oldest makes room for a fourth", () => {
  for (const text of ["a", "b", "c", "d"]) toast({ text });
  expect(texts()).toEqual(["b", "c", "d"]);
});

test("each can be taken back, once and alone", () => {
  const takeBack = toast({ text: "a" });
  toast({ text: "b" });
  takeBack();
  takeBack();
  expect(texts()).toEqual(["b"]);
});

test("what can be acted on stays longer than what is only read", () => {
  toast({ text: "read" });
  toast({ text: "act", action: { label: "Undo", run: () => undefined } });
  toast({ text: "stays", forMs: null });
  const [read, act, stays] = toasts.get().list;
  expect(act?.forMs).toBeGreaterThan(read?.forMs ?? Infinity);
  expect(stays?.forMs).toBeNull();
});
