/** The sketch studio, as the shell sees it. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { LayoutGrid, Plus } from "lucide-react";
import type { NavigationEntry } from "../../app/navigation.ts";
import { rootRoute } from "../../app/root-route.ts";
import { words } from "../../app/words.ts";
import { SketchPage } from "./session/sketch-page.tsx";

/** `/` and `/s/:id` are one page: the address follows the sketch without a new mount. */
const sketchLayout = createRoute({ getParentRoute: () => rootRoute, id: "sketch", component: SketchPage });
const newSketch = createRoute({ getParentRoute: () => sketchLayout, path: "/" });
const oneSketch = createRoute({ getParentRoute: () => sketchLayout, path: "/s/$sketchId" });
const sketches = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sketches",
  validateSearch: ({ q }: Record<string, unknown>): { q?: string } =>
    typeof q === "string" && q ? { q } : {},
  component: lazyRouteComponent(() => import("./list/sketches-page.tsx"), "SketchesPage"),
});

const navigation: readonly NavigationEntry[] = [
  { to: "/", label: words.newSketch, icon: Plus },
  { to: "/sketches", label: words.mySketches, icon: LayoutGrid },
];

export const sketch = {
  routes: [sketchLayout.addChildren([newSketch, oneSketch]), sketches],
  navigation,
} as const;
