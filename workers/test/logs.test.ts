/** The search through the logs would find what it looks for: it sees what the Worker and its objects write. */
import { expect, test } from "vitest";
import { log } from "../src/log.ts";
import { FakeAgent } from "./fake-agent.ts";
import { leaks, noteSaid, takeLines } from "./logs.ts";
import { newSketch } from "./people.ts";

test("an object's own line is seen", async () => {
  expect(leaks(takeLines())).toEqual([]);
  await FakeAgent.start();
  const lines = takeLines();
  expect(lines.some((line) => line.includes("agent_registered"))).toBe(true);
  expect(leaks(lines)).toEqual([]);
});

test("a title, a cookie and an error's words would be found", async () => {
  const { cookie, sketch } = await newSketch({ title: "a canary in a coal mine" });
  noteSaid(cookie.split("=")[1]);
  log("error", "planted", { title: sketch.title });
  log("error", "planted", { cookie });
  expect(leaks(takeLines())).toHaveLength(2);
  log("error", "planted", {}, new Error(sketch.title));
  expect(leaks(takeLines())).toEqual([]);
});
