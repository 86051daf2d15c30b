import type { Plugin } from "vite";

/** Puts the site's own address, `PUBLIC_ORIGIN` at build time, where only a whole address will do: in previews of links. */
export const publicOrigin = (): Plugin => ({
  name: "public-origin",
  transformIndexHtml: (html) => html.replaceAll("%PUBLIC_ORIGIN%", process.env.PUBLIC_ORIGIN ?? ""),
});
