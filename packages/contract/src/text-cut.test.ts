import { expect, test } from "vitest";
import { cutText, fileStem } from "./text-cut.ts";

test.each([
  ["A house!", "a-house"],
  ["Crème brûlée ガラス", "crème-brûlée-ガラス"],
  ["Cre\u0300me", "crème"],
  ["Ünder Wasser", "ünder-wasser"],
  ["Schöne Grüße", "schöne-grüße"],
  ["Łódź, nocą", "łódź-nocą"],
  ["ΟΔΟΣ", "οδος"],
  ["Ёлка и Йод", "ёлка-и-йод"],
  ["שָׁלוֹם עולם", "שָׁלוֹם-עולם"],
  ["كِتَابٌ جديد", "كِتَابٌ-جديد"],
  ["می‌خواهم", "می‌خواهم"],
  ["नमस्ते दुनिया", "नमस्ते-दुनिया"],
  ["க்ஷேத்திரம்", "க்ஷேத்திரம்"],
  ["ශ්‍රී ලංකා", "ශ්‍රී-ලංකා"],
  ["น้ำตก ใหญ่", "น้ำตก-ใหญ่"],
  ["한글 그림", "한글-그림"],
  ["か\u3099らす", "がらす"],
  ["船の絵 🚢", "船の絵"],
  ["絵本", "絵本"],
  ["አዲስ አበባ", "አዲስ-አበባ"],
  ["თბილისი", "თბილისი"],
  ["Երևան", "երևան"],
  ["  ../../etc/passwd ", "etc-passwd"],
  ["C:\\con*?", "c-con"],
  ['a"b\r\nset-cookie: x', "a-b-set-cookie-x"],
  ["zero\u200bwidth \u202etxt.exe", "zerowidth-txt-exe"],
  ["half \ud83d of it", "half-of-it"],
  ["con", "sketch-con"],
  ["LPT1", "sketch-lpt1"],
  ["console", "console"],
  ["…", "sketch"],
  ["🦙🦙🦙", "sketch"],
  ["\u0301\u0302", "sketch"],
  ["", "sketch"],
])("%j as a file is %j", (words, stem) => expect(fileStem(words, "sketch")).toBe(stem));

test("names are cut between letters, and fit every file system", () => {
  expect(fileStem("x".repeat(200), "sketch")).toBe("x".repeat(60));
  for (const letter of ["é", "नि", "𠮷", "絵", "e\u0323\u0301", "क्षि", "각", "a\u0301\u0302\u0303\u0304"]) {
    const stem = fileStem(letter.repeat(100), "sketch");
    const whole = letter.normalize("NFC");
    expect(stem).toBe(whole.repeat(stem.length / whole.length));
    expect(stem.length).toBeGreaterThan(0);
    expect(new TextEncoder().encode(stem).length).toBeLessThanOrEqual(180);
    expect(stem.isWellFormed()).toBe(true);
  }
  expect(fileStem(`a${"\u0301".repeat(500)}`, "sketch")).toBe("sketch");
});

test("text is cut between letters", () => {
  expect(cutText("a house", 120)).toBe("a house");
  expect(cutText("ab🚢", 3)).toBe("ab");
  expect(cutText("ab🚢", 4)).toBe("ab🚢");
  expect(cutText("👩‍🚀👩‍🚀", 7)).toBe("👩‍🚀");
  expect(cutText("cafe\u0301s", 4)).toBe("caf");
  expect(cutText("नि".repeat(3), 5)).toBe("निनि");
});
