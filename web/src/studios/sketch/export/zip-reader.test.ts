import { strToU8, zipSync, type Zippable } from "fflate";
import { describe, expect, test } from "vitest";
import { readZip, ZipError, type ZipLimits, type ZipProblem } from "./zip-reader.ts";

const LIMITS: ZipLimits = {
  fileBytes: 1_000_000,
  entries: 20,
  totalBytes: 200_000,
  anchor: "a.txt",
  entryBytes: (name) => (/^[a-z]+\.txt$/.test(name) ? 150_000 : null),
};
const zip = (files: Zippable, level: 0 | 6 = 6): Uint8Array<ArrayBuffer> =>
  new Uint8Array(zipSync(files, { level }));
const words = strToU8("the same words again and again ".repeat(100));

async function problem(file: Uint8Array<ArrayBuffer>, limits = LIMITS): Promise<ZipProblem | "none"> {
  try {
    await readZip(new Blob([file]), limits);
    return "none";
  } catch (error) {
    if (error instanceof ZipError) return error.problem;
    throw error;
  }
}

/** `file` with the 4 bytes of the central directory's field `offset` of its first entry set to `value`. */
function patched(file: Uint8Array<ArrayBuffer>, offset: number, value: number): Uint8Array<ArrayBuffer> {
  const copy = file.slice();
  const view = new DataView(copy.buffer);
  view.setUint32(view.getUint32(copy.length - 6, true) + offset, value, true);
  return copy;
}

test.each([0, 6] as const)("reads what was packed at level %d", async (level) => {
  const entries = await readZip(
    new Blob([zip({ "a.txt": words, "b.txt": new Uint8Array() }, level)]),
    LIMITS,
  );
  expect([...entries.keys()]).toEqual(["a.txt", "b.txt"]);
  expect(entries.get("a.txt")).toEqual(new Uint8Array(words));
  expect(entries.get("b.txt")).toHaveLength(0);
});

describe("refuses", () => {
  const good = zip({ "a.txt": words });

  test.each([
    ["nothing", new Uint8Array(), "not_zip"],
    ["garbage", new Uint8Array(500).fill(7), "not_zip"],
    ["a PNG", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0]), "not_zip"],
    ["a file cut short", good.subarray(0, good.length - 30).slice(), "cut_short"],
    ["a file of its first bytes", good.subarray(0, 10).slice(), "cut_short"],
    ["a file that is only a beginning", good.subarray(0, 60).slice(), "cut_short"],
  ] as const)("%s", async (_what, file, expected) => {
    expect(await problem(file)).toBe(expected);
  });

  test.each(["../a.txt", "/a.txt", "a/b.txt", "..\\a.txt", "C:\\a.txt", "a.txt\0.png", ""])(
    "a name like %j",
    async (name) => {
      expect(await problem(zip({ "a.txt": words, [name || "A"]: words }))).toBe("not_allowed");
    },
  );

  test("a bomb that says its size, before anything is unpacked", async () => {
    expect(await problem(zip({ "a.txt": new Uint8Array(160_000) }))).toBe("too_big");
    expect(await problem(zip({ "a.txt": new Uint8Array(120_000), "b.txt": new Uint8Array(120_000) }))).toBe(
      "too_big",
    );
  });

  test("a bomb that lies about its size, at the first byte too many", async () => {
    expect(await problem(patched(zip({ "a.txt": new Uint8Array(5_000_000) }), 24, 1000))).toBe("damaged");
  });

  test("too many entries, and a file too big to look at", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 21 }, (_, at) => [`${String.fromCharCode(97 + at)}.txt`, words]),
    );
    expect(await problem(zip(many))).toBe("too_big");
    expect(await problem(good, { ...LIMITS, fileBytes: 100 })).toBe("too_big");
  });

  test("a byte that changed", async () => {
    const stored = zip({ "a.txt": words }, 0);
    stored[200] = (stored[200] ?? 0) ^ 1;
    expect(await problem(stored)).toBe("damaged");
    const packed = good.slice();
    packed[50] = (packed[50] ?? 0) ^ 0x55;
    expect(["damaged", "too_big"]).toContain(await problem(packed));
  });

  test("entries that point elsewhere, are encrypted or packed in another way", async () => {
    expect(await problem(patched(good, 42, 7))).toBe("damaged");
    expect(await problem(patched(good, 42, 0xffff_fff0))).toBe("damaged");
    expect(await problem(patched(good, 20, 0x0fff_ffff))).toBe("damaged");
    const encrypted = good.slice();
    const view = new DataView(encrypted.buffer);
    const central = view.getUint32(encrypted.length - 6, true);
    view.setUint16(central + 8, 1, true);
    expect(await problem(encrypted)).toBe("not_allowed");
    view.setUint16(central + 8, 0, true);
    view.setUint16(central + 10, 12, true);
    expect(await problem(encrypted)).toBe("not_allowed");
  });

  test("whatever one byte is changed to, with an error of its own or none", async () => {
    const file = zip({ "a.txt": strToU8("hello"), "b.txt": strToU8("there") }, 0);
    for (let at = 0; at < file.length; at++) {
      for (const mask of [0x01, 0x80, 0xff]) {
        const copy = file.slice();
        copy[at] = (copy[at] ?? 0) ^ mask;
        await problem(copy);
      }
    }
  });
});
