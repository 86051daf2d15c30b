import { expect, test } from "vitest";
import { routeOf } from "./route.ts";

const HERE = "https://sketch.example";
const FILES = ["/", "/favicon.svg", "/assets/index-1.js"];
const route = (path: string, { method = "GET", mode = "no-cors" } = {}) =>
  routeOf({ url: new URL(path, HERE).href, method, mode }, HERE, FILES);

test("every address of the page is the page", () => {
  for (const path of ["/", "/s/skt_1", "/sketches", "/nowhere/at/all"])
    expect(route(path, { mode: "navigate" })).toBe("page");
});

test("its files are kept, those that are fetched late too", () => {
  for (const path of ["/assets/index-1.js", "/assets/later-2.js", "/favicon.svg"])
    expect(route(path)).toBe("asset");
});

test("nothing of anybody, nothing of others and nothing that changes something passes through", () => {
  expect(route("/api/pictures/pic_1?v=1")).toBe("network");
  expect(route("/api/sketches")).toBe("network");
  expect(route("/api/sketches/skt_1/archive", { mode: "navigate" })).toBe("network");
  expect(route("/dev/mail", { mode: "navigate" })).toBe("network");
  expect(route("https://elsewhere.example/assets/a.js")).toBe("network");
  expect(route("/", { method: "POST" })).toBe("network");
  expect(route("/robots.txt", { mode: "navigate" })).toBe("network");
  expect(route("/og.jpg")).toBe("network");
  expect(route("/assets/gone", { mode: "navigate" })).toBe("network");
});
