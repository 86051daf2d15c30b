import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { publicOrigin } from "./build/public-origin.ts";
import { securityHeaders } from "./build/security-headers.ts";
import { serviceWorker } from "./build/service-worker.ts";

/** Where `vite dev` finds the API; the built page is served by the Worker itself. */
const API_ORIGIN = "http://127.0.0.1:8787";

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    publicOrigin(),
    securityHeaders(),
    serviceWorker("service-worker/main.ts"),
  ],
  build: {
    outDir: "dist",
    target: "es2022",
    // The first with `light-dark()`, which the colours are written in.
    cssTarget: ["chrome123", "safari17.5", "firefox120"],
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": { target: API_ORIGIN, ws: true } } },
  preview: { proxy: { "/api": { target: API_ORIGIN, ws: true } } },
});
