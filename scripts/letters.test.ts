import { expect, test } from "vitest";
import { htmlProblems } from "../packages/testing/src/html.ts";
import * as letters from "../workers/src/mail/letters.ts";

const URL = 'https://llamasketch.example/x?a=1&b="2"<>';
const ABOUT = { url: URL, jobsUrl: URL, prompt: '<b>"a" & b</b>', why: "It's <late>." };
const TO = "a@example.com";

test.each([
  letters.signInLetter(TO, URL, 15),
  letters.confirmLetter(TO, URL, 15),
  letters.alreadyHereLetter(TO, URL, 15),
  letters.resetLetter(TO, URL, 15),
  letters.nobodyHereLetter(TO, URL),
  letters.retentionLetter(TO, { url: URL, count: 60, keptPictures: 50, keptDays: 30, from: "1 December" }),
  letters.readyLetter(TO, { ...ABOUT, pictures: 2 }),
  letters.notReadyLetter(TO, ABOUT),
])("$subject: its HTML is valid, whatever stands in it", async ({ html }) => {
  expect(await htmlProblems(html)).toEqual([]);
});

test("every letter is looked at here", () => {
  expect(Object.keys(letters).filter((name) => name.endsWith("Letter"))).toHaveLength(8);
});

test("what is not valid is found", async () => {
  for (const html of [
    "<p><div></div></p>",
    "<ul><p>x</p></ul>",
    '<a href="x" href="y">x</a>',
    "<p id=a></p><p id=a></p>",
  ])
    expect(
      await htmlProblems(`<!doctype html><html lang="en"><title>x</title><body>${html}</body></html>`),
    ).not.toEqual([]);
});
