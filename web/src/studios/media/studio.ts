/** The media studio, as the shell sees it. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { ImagePlus, Images, ListChecks } from "lucide-react";
import type { NavigationEntry } from "../../app/navigation.ts";
import { rootRoute } from "../../app/root-route.ts";
import { words } from "../../app/words.ts";
import { soughtOf } from "./library/sought-of.ts";

const library = createRoute({
  getParentRoute: () => rootRoute,
  path: "/library",
  validateSearch: soughtOf,
  component: lazyRouteComponent(() => import("./library/creations-page.tsx"), "CreationsPage"),
});
const generate = createRoute({
  getParentRoute: () => rootRoute,
  path: "/generate",
  /** `job`: the one that is shown; `image`, `position`: a result to paint over. */
  validateSearch: ({
    job,
    image,
    position,
  }: Record<string, unknown>): { job?: string; image?: string; position?: number } => ({
    ...(typeof job === "string" && { job }),
    ...(typeof image === "string" && { image }),
    ...(typeof position === "number" && { position }),
  }),
  component: lazyRouteComponent(() => import("./generate/generate-page.tsx"), "GeneratePage"),
});
const jobs = createRoute({
  getParentRoute: () => rootRoute,
  path: "/jobs",
  component: lazyRouteComponent(() => import("./jobs/jobs-page.tsx"), "JobsPage"),
});

const navigation: readonly NavigationEntry[] = [
  { to: "/library", label: words.library, icon: Images },
  { to: "/generate", label: words.generate, icon: ImagePlus },
  { to: "/jobs", label: words.jobs, icon: ListChecks },
];

export const media = { routes: [library, generate, jobs], navigation } as const;
