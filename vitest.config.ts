import { defineConfig } from "vitest/config";

/** Sockets, processes and whole stacks with a browser on a busy machine: what fails twice is broken. */
const RETRY = 1;

export default defineConfig({
  test: {
    silent: "passed-only",
    projects: [
      {
        test: {
          name: "unit",
          environment: "node",
          include: [
            "packages/*/src/**/*.test.ts",
            "gpu-agent/src/**/*.test.ts",
            "web/{src,build,service-worker}/**/*.test.ts",
            "bench/**/*.test.ts",
            "scripts/**/*.test.ts",
          ],
          // Many of them wait for sockets and processes, so one more than the cores of a small machine.
          maxWorkers: 3,
          testTimeout: 30_000,
          hookTimeout: 30_000,
          retry: RETRY,
        },
      },
      "./workers/vitest.config.ts",
      {
        test: {
          name: "browser",
          environment: "node",
          include: ["web/e2e/**/*.test.ts"],
          globalSetup: ["web/e2e/global-setup.ts"],
          expect: { poll: { timeout: 10_000 } },
          // Whole stacks and browsers share the cores with each other.
          retry: RETRY + 1,
          // Each draws on a stack of its own. Three would keep two cores no less busy, and pages that wait for a frame too long.
          maxWorkers: 2,
        },
      },
    ],
  },
});
