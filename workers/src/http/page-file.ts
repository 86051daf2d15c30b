/** What is answered without the API: files of the page, which the host of results has none of. */
import type { Context } from "hono";
import { newId } from "../ids.ts";
import type { Ports } from "../ports.ts";
import type { App } from "./context.ts";
import { methodNotAllowed } from "./route.ts";
import { isMediaHost, notHere, READING } from "./pipeline.ts";

/**
 * A file that is there, or the page itself for whoever navigates to an address without a file: at one the page does not know,
 * with status 404. A script, a picture or a program that asks for what is not there is told so, and nobody keeps that.
 */
export async function pageFile(c: Context<App>, ports: Ports): Promise<Response> {
  c.set("requestId", newId("request"));
  c.set("services", ports);
  if (isMediaHost(c)) throw notHere();
  const { page, config, isPagePath } = ports;
  const { pathname } = new URL(c.req.url);
  if (!READING.includes(c.req.method)) {
    const isThere = isPagePath(pathname) || (await page.fetch(new Request(c.req.url, { method: "HEAD" }))).ok;
    throw isThere ? methodNotAllowed(c, READING) : notHere();
  }
  if (pathname === "/") return withWholeAddresses(await page.fetch(c.req.raw), config.publicUrl);
  const file = await page.fetch(c.req.raw);
  if (file.status !== 404) return file;
  if (!isNavigation(c) || isFileName(pathname)) throw notHere();
  const isKnown = isPagePath(pathname);
  const headers = new Headers(c.req.raw.headers);
  // The page that stands for nothing is told whole: "not modified" would be no 404.
  if (!isKnown) for (const name of ["if-none-match", "if-modified-since"]) headers.delete(name);
  const { method } = c.req;
  const whole = withWholeAddresses(
    await page.fetch(new Request(new URL("/", c.req.url), { method, headers })),
    config.publicUrl,
  );
  const answer = new Response(whole.body, { status: isKnown ? whole.status : 404, headers: whole.headers });
  answer.headers.append("vary", "accept, sec-fetch-mode");
  if (isKnown) return answer;
  answer.headers.delete("etag");
  answer.headers.set("cache-control", "no-store");
  return answer;
}

/** Previews of links are read by programs elsewhere, to whom a path alone says nothing. */
const withWholeAddresses = (page: Response, publicUrl: string): Response =>
  page.body === null
    ? page
    : new HTMLRewriter()
        .on('meta[property="og:image"]', {
          element(meta) {
            meta.setAttribute("content", new URL(meta.getAttribute("content") ?? "", publicUrl).href);
          },
        })
        .transform(page);

/** Browsers say so; of those that do not, whoever wants to read a page. */
function isNavigation(c: Context<App>): boolean {
  const mode = c.req.header("sec-fetch-mode");
  if (mode !== undefined) return mode === "navigate";
  return c.req.header("accept")?.includes("text/html") ?? false;
}

const isFileName = (pathname: string): boolean => pathname.startsWith("/assets/") || /\.\w+$/.test(pathname);
