/** Results on an origin of their own, where the configuration names one; and where the API is, where it names none. */
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { app } from "../../src/app.ts";
import { readEnvironment } from "../../src/config.ts";
import { png } from "../images.ts";
import { endAllJobs } from "../jobs/stage.ts";
import { SECRETS, VARS } from "../secrets.ts";
import { ORIGIN } from "../wire.ts";
import { Asker, PainterHost, pathOf } from "./stage.ts";
import { marked } from "../../src/media/marked.ts";

const MEDIA = "https://media.llama.test";
const PAGE = "https://page.test";

let asker: Asker;
let id: string;
beforeAll(async () => {
  asker = await Asker.start();
  id = await asker.picture(await PainterHost.start());
});
afterEach(endAllJobs);

/** The Worker as it is configured with `more`. */
async function ask(url: string, more: Record<string, string>, init: RequestInit = {}): Promise<Response> {
  const context = createExecutionContext();
  const answer = await app.fetch(new Request(url, init), { ...env, ...more }, context);
  await waitOnExecutionContext(context);
  return answer;
}
const apart = (url: string, init?: RequestInit): Promise<Response> =>
  ask(url, { MEDIA_ORIGIN: MEDIA, PAGE_ORIGINS: PAGE }, init);
async function addressOf(more: Record<string, string>): Promise<string> {
  const answer = await ask(`${ORIGIN}/api/v1/generations/${id}`, more, { headers: asker.key });
  const { results } = await answer.json<{ results: { url: string }[] }>();
  return results[0]?.url ?? "";
}

describe("with an origin of their own", () => {
  test("results are there: shown by any page, read by none, with nothing that could run and no cookie", async () => {
    const url = await addressOf({ MEDIA_ORIGIN: MEDIA });
    expect(new URL(url).origin).toBe(MEDIA);
    const headers = { origin: PAGE, cookie: asker.person.cookie };
    const answer = await apart(url, { headers });
    expect(answer.status).toBe(200);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(marked(png(256, 256)));
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "image/png",
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "cross-origin",
    });
    for (const name of ["set-cookie", "access-control-allow-origin", "access-control-allow-credentials"])
      expect(answer.headers.get(name)).toBeNull();
    expect((await apart(url, { method: "HEAD" })).status).toBe(200);
    const saved = await apart(`${url}&download=1`);
    expect(saved.headers.get("content-disposition")).toBe(`attachment; filename="${id}-0.png"`);
  });

  test("nothing else is there, whoever asks", async () => {
    const credentials = { ...asker.key, cookie: asker.person.cookie };
    for (const [method, path] of [
      ["GET", "/"],
      ["GET", "/index.html"],
      ["GET", "/library"],
      ["GET", "/assets/page.js"],
      ["GET", "/sw.js"],
      ["GET", "/api/me"],
      ["GET", "/api/health"],
      ["GET", "/api/v1/generations"],
      ["GET", `/api/v1/generations/${id}`],
      ["GET", "/api/v1/openapi.json"],
      ["GET", "/dev/mail"],
      ["POST", "/api/v1/generations"],
      ["POST", pathOf(await addressOf({ MEDIA_ORIGIN: MEDIA }))],
      ["OPTIONS", pathOf(await addressOf({ MEDIA_ORIGIN: MEDIA }))],
      ["PUT", `/api/agents/jobs/${id}/1/outputs/0`],
    ] as const) {
      const answer = await apart(MEDIA + path, { method, headers: { ...credentials, origin: PAGE } });
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
      expect(answer.headers.get("set-cookie")).toBeNull();
    }
    const forged = (await addressOf({ MEDIA_ORIGIN: MEDIA })).replace(/signature=./, "signature=!");
    expect((await apart(forged)).status).toBe(404);
  });

  test("and they are nowhere else: not where the person's cookies are", async () => {
    const path = pathOf(await addressOf({ MEDIA_ORIGIN: MEDIA }));
    for (const host of [ORIGIN, "https://evil.test", "https://media.llama.test.evil.test", `${MEDIA}:8443`])
      expect([host, (await apart(host + path)).status]).toEqual([host, 404]);
    expect((await apart(`${ORIGIN}/api/health`)).status).toBe(200);
  });
});

test("without one they are where the API is", async () => {
  const url = await addressOf({});
  expect(new URL(url).origin).toBe(ORIGIN);
  expect((await ask(url, {})).status).toBe(200);
});

test("files of the page that pass the Worker are given out as they are", async () => {
  const ASSETS = { fetch: (request: Request) => new Response(`file of ${new URL(request.url).pathname}`) };
  const given = { ASSETS, MEDIA_ORIGIN: MEDIA } as unknown as Record<string, string>;
  expect(await (await ask(`${ORIGIN}/library`, given)).text()).toBe("file of /library");
  expect((await ask(`${MEDIA}/library`, given)).status).toBe(404);
  expect((await ask(`${ORIGIN}/library`, given, { method: "POST" })).status).toBe(405);
});

test("it must be a host of its own", () => {
  const read = (MEDIA_ORIGIN: string) =>
    readEnvironment({
      ...SECRETS,
      ...VARS,
      API_URL: "https://api.llama.test",
      PAGE_ORIGINS: PAGE,
      MEDIA_ORIGIN,
    });
  expect(read(`${MEDIA}/`).config.mediaOrigin).toBe(MEDIA);
  for (const shared of [VARS.PUBLIC_URL, "http://llama.test", "https://api.llama.test", PAGE])
    expect(() => read(shared)).toThrow("a host of its own");
  for (const odd of ["media", "ftp://media.test", "//media.test"])
    expect(() => read(odd)).toThrow("MEDIA_ORIGIN");
});
