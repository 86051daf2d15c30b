import type { AppInstance } from "../http/context.ts";
import { z } from "@hono/zod-openapi";
import { ApiError } from "../http/errors.ts";
import { defineRoute } from "../http/route.ts";
import { escaped } from "./letters.ts";

const STYLE =
  "body{font:15px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap}";

const route = defineRoute(
  { who: "development", limit: null },
  {
    method: "get",
    path: "/dev/mail",
    operationId: "listLetters",
    summary: "Letters of this machine",
    request: { query: z.object({ to: z.string().max(320).optional() }) },
    responses: { 200: { description: "Letters that would have been sent" } },
  },
);

/** Letters that would have been sent, newest first: a page, or JSON for who asks for it. In development alone. */
export const registerDevelopmentMail = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { developmentMail } = c.get("services");
    if (!developmentMail) throw new ApiError("not_found", "There is nothing at this address.");
    const { to } = c.req.valid("query");
    const letters = (await developmentMail.letters()).filter(
      (letter) => to === undefined || letter.to === to,
    );
    if (c.req.header("accept")?.includes("application/json")) return c.json({ letters }, 200);
    const items = letters.map(
      ({ to: address, subject, text, sentAt }) =>
        `<article><h2>${escaped(subject)}</h2><p>${escaped(address)}, ${escaped(sentAt)}</p><pre>${linked(text)}</pre></article>`,
    );
    c.header(
      "content-security-policy",
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    );
    return c.html(
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mail</title><style>${STYLE}</style><h1>Mail</h1>${items.join("<hr>") || "<p>Nothing was sent yet.</p>"}`,
    );
  });

const linked = (text: string): string =>
  escaped(text).replaceAll(/https?:\/\/\S+/g, (url) => `<a href="${url}">${url}</a>`);
