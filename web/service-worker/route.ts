/** What a request is, to a worker that keeps the page and nothing of anybody. */
export type Route = "page" | "asset" | "network";

interface Asked {
  url: string;
  method: string;
  mode: string;
}

export function routeOf({ url, method, mode }: Asked, origin: string, files: readonly string[]): Route {
  const { origin: asked, pathname } = new URL(url);
  if (method !== "GET" || asked !== origin || /^\/(api|dev)\//.test(pathname)) return "network";
  const isAsset = pathname.startsWith("/assets/");
  // Every address without a file name is the page's.
  if (mode === "navigate") return isAsset || /\.\w+$/.test(pathname) ? "network" : "page";
  return isAsset || files.includes(pathname) ? "asset" : "network";
}
