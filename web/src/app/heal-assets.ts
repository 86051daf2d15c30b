const ASSET = /https?:\/\/\S+\/assets\/[\w.-]+/;

/**
 * A part of the page that did not load is fetched past the browser's cache: in one that holds something else under its name it is
 * put right, so that the next try, or a reload, finds it.
 */
export function healAssets(): void {
  addEventListener("vite:preloadError", (event) => {
    const [url] = ASSET.exec(event.payload.message) ?? [];
    if (url?.startsWith(location.origin)) void fetch(url, { cache: "reload" }).catch(() => undefined);
  });
}
