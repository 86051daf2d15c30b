/**
 * Opens the page without a network. It keeps the page's own files, by version, and nothing else: no answer of the API and no
 * picture ever passes through it.
 */
import { routeOf } from "./route.ts";

declare const self: ServiceWorkerGlobalScope;
declare const SHELL: { version: string; files: string[] };

const { version, files } = SHELL;
const PREFIX = "shell-";
const CACHE = `${PREFIX}${version}`;

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(settle()));
self.addEventListener("message", ({ data }) => {
  if (data === "take-over") void self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const route = routeOf(event.request, self.location.origin, files);
  if (route === "page") event.respondWith(page(event.request));
  if (route === "asset") event.respondWith(asset(event.request));
});

async function fill(): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all(
    files.map(async (url) => {
      // Names with a hash in them may come from the browser's own cache; the others must be of this version.
      const isAsset = url.startsWith("/assets/");
      const response = await (isAsset ? file(url) : fetch(url, { cache: "reload" }));
      if (!response.ok) throw new Error(`${url} is not there: ${response.status}`);
      await cache.put(url, response);
    }),
  );
}

/** Tabs that were opened before still need the version before this one. */
async function settle(): Promise<void> {
  const shells = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(shells.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function page(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match("/")) ?? fetch(request);
}

async function asset(request: Request): Promise<Response> {
  const kept = (await (await caches.open(CACHE)).match(request)) ?? (await caches.match(request));
  if (kept && !isPage(kept)) return kept;
  const response = await file(request);
  if (response.ok && !isPage(response)) await (await caches.open(CACHE)).put(request, response.clone());
  return response;
}

/**
 * A file, from the browser's cache if that has it. A file that was gone used to be answered with the page, for a year: whoever
 * keeps that for a file asks again.
 */
async function file(request: RequestInfo): Promise<Response> {
  const response = await fetch(request);
  return isPage(response) ? fetch(request, { cache: "reload" }) : response;
}

const isPage = ({ headers }: Response): boolean =>
  headers.get("content-type")?.startsWith("text/html") ?? false;
