import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { leanZod } from "./build/lean-zod.ts";
import { publicOrigin } from "./build/public-origin.ts";
import { securityHeaders } from "./build/security-headers.ts";
import { serviceWorker } from "./build/service-worker.ts";

/** Where `vite dev` finds the API; the built page is served by the Worker itself. */
const API_ORIGIN = "http://127.0.0.1:8787";

export default defineConfig({
  // Where the API is, when it is not where the page is.
  define: { API_ORIGIN: JSON.stringify(process.env.API_ORIGIN ?? "") },
  plugins: [
    react(),
    tailwindcss(),
    leanZod(),
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
    // What the first page needs comes in one file: packed together it is smaller than in pieces.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "page", test: /\/web\/src\/main\.tsx$/ }] } },
    },
  },
  server: { proxy: { "/api": { target: API_ORIGIN, ws: true } } },
  preview: { proxy: { "/api": { target: API_ORIGIN, ws: true } } },
});
