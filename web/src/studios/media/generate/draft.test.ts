import { generationCreate } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { askedOf, EMPTY_DRAFT, lackOf, pricedOf, type Draft } from "./draft.ts";
import { keepDraft, readDraft } from "./kept-draft.ts";

const JOB = "job_01ARZ3NDEKTSV4RRFFQ69G5FAV";
const WHOLE: Draft = {
  kind: "edit",
  model: "large",
  prompt: " a house ",
  negativePrompt: " people ",
  widthPx: 768,
  heightPx: 512,
  quality: "final",
  count: 3,
  seed: 0,
  image: { generation: JOB, position: 1 },
  strength: 0.3,
  scale: 4,
  class: "batch",
  mail: true,
};

test("what is asked for is what the form says, and the API takes it", () => {
  const asked = generationCreate.parse(askedOf(WHOLE));
  const { kind: _kind, scale: _scale, ...rest } = WHOLE;
  expect(asked).toEqual({ ...rest, prompt: "a house", negativePrompt: "people" });
  expect(askedOf({ ...EMPTY_DRAFT, prompt: "a pond" })).toEqual({
    prompt: "a pond",
    widthPx: 1024,
    heightPx: 1024,
  });
});

test("an enlargement is asked for without words, by how many times", () => {
  const asked = askedOf({ ...WHOLE, kind: "upscale", model: null, mail: false, class: "interactive" });
  expect(asked).toEqual({ kind: "upscale", scale: 4, image: WHOLE.image });
  expect(askedOf({ ...WHOLE, kind: "video" })).toEqual({
    kind: "video",
    model: "large",
    image: WHOLE.image,
    class: "batch",
    mail: true,
  });
  expect(lackOf({ ...WHOLE, kind: "upscale", prompt: "" })).toBeNull();
  expect(lackOf({ ...WHOLE, kind: "upscale", image: null })).toBe("image");
});

test("a picture that was chosen does not go in where none is painted over", () => {
  expect(askedOf({ ...WHOLE, kind: "image" })).not.toHaveProperty("image");
  expect(askedOf({ ...WHOLE, kind: "image" })).not.toHaveProperty("strength");
});

test("the price does not ask for words, and is the same for all of them", () => {
  expect(pricedOf(WHOLE)).toEqual(
    pricedOf({ ...WHOLE, prompt: "b", negativePrompt: "", seed: 9, mail: false }),
  );
  expect(pricedOf(WHOLE)).not.toEqual(pricedOf({ ...WHOLE, count: 2 }));
});

test("it says what is missing", () => {
  expect(lackOf({ ...WHOLE, prompt: "  " })).toBe("prompt");
  expect(lackOf({ ...WHOLE, image: null })).toBe("image");
  expect(lackOf({ ...WHOLE, prompt: "x".repeat(2001) })).toBe("long");
  expect(lackOf({ ...WHOLE, kind: "image", image: null })).toBeNull();
});

test("it is kept, and what cannot be understood of it is passed over", () => {
  const shelf = new Map<string, string>();
  const storage = {
    getItem: (key: string) => shelf.get(key) ?? null,
    setItem: (key: string, value: string) => void shelf.set(key, value),
  };
  keepDraft(storage, WHOLE);
  expect(readDraft(storage)).toEqual(WHOLE);
  const sent = { ...WHOLE, image: { upload: "upl_01ARZ3NDEKTSV4RRFFQ69G5FAV" } };
  keepDraft(storage, sent);
  expect(readDraft(storage)).toEqual(sent);
  for (const nonsense of [
    "",
    "null",
    "[]",
    '{"count":"many","kind":"x","image":{"generation":1},"seed":"7","a":1}',
  ]) {
    shelf.set("llamasketch.generate", nonsense);
    expect(readDraft(storage)).toEqual(EMPTY_DRAFT);
  }
  const full = () => {
    throw new Error("full");
  };
  expect(() => keepDraft({ ...storage, setItem: full }, WHOLE)).not.toThrow();
});
