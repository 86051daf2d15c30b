import type { Plugin } from "vite";

/**
 * Puts the site's own address, `PUBLIC_ORIGIN` at build time, where only a whole address will do: in previews of links. The Worker
 * does so itself; this is for a page that another host serves.
 */
export const publicOrigin = (): Plugin => ({
  name: "public-origin",
  transformIndexHtml: (html) => html.replaceAll("%PUBLIC_ORIGIN%", process.env.PUBLIC_ORIGIN ?? ""),
});
