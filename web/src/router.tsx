import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { CrashPage } from "./page/crash-page.tsx";
import { NotFoundPage } from "./page/not-found-page.tsx";
import { RootLayout } from "./page/root-layout.tsx";
import { SketchPage } from "./sketch/sketch-page.tsx";

const rootRoute = createRootRoute({ component: RootLayout });

/** `/` and `/s/:id` are one page: the address follows the sketch without a new mount. */
const sketchLayout = createRoute({ getParentRoute: () => rootRoute, id: "sketch", component: SketchPage });
const newSketch = createRoute({ getParentRoute: () => sketchLayout, path: "/" });
const oneSketch = createRoute({ getParentRoute: () => sketchLayout, path: "/s/$sketchId" });
const sketches = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sketches",
  validateSearch: ({ q }: Record<string, unknown>): { q?: string } =>
    typeof q === "string" && q ? { q } : {},
  component: lazyRouteComponent(() => import("./library/sketches-page.tsx"), "SketchesPage"),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([sketchLayout.addChildren([newSketch, oneSketch]), sketches]),
  defaultNotFoundComponent: NotFoundPage,
  defaultErrorComponent: CrashPage,
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
