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
  // Names with a hash in them may come from the browser's own cache; the others must be of this version.
  await cache.addAll(
    files.map((url) => new Request(url, { cache: url.startsWith("/assets/") ? "default" : "reload" })),
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
  if (kept) return kept;
  const response = await fetch(request);
  // A file that is gone is answered with the page itself.
  const isFile = response.ok && !response.headers.get("content-type")?.startsWith("text/html");
  if (isFile) await (await caches.open(CACHE)).put(request, response.clone());
  return response;
}
