import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where `vite dev` finds the API; the built page is served by the Worker itself. */
const API_ORIGIN = "http://127.0.0.1:8787";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: { outDir: "dist", target: "es2022", modulePreload: { polyfill: false } },
  server: { proxy: { "/api": { target: API_ORIGIN, ws: true } } },
  preview: { proxy: { "/api": { target: API_ORIGIN, ws: true } } },
});
