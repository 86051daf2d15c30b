import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { soughtOf } from "./studios/media/library/sought-of.ts";
import { CrashPage } from "./app/crash-page.tsx";
import { NotFoundPage } from "./app/not-found-page.tsx";
import { RootLayout } from "./app/root-layout.tsx";
import { SketchPage } from "./studios/sketch/session/sketch-page.tsx";

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
  component: lazyRouteComponent(() => import("./studios/sketch/list/sketches-page.tsx"), "SketchesPage"),
});
const library = createRoute({
  getParentRoute: () => rootRoute,
  path: "/library",
  validateSearch: soughtOf,
  component: lazyRouteComponent(() => import("./studios/media/library/creations-page.tsx"), "CreationsPage"),
});
const staff = () => import("./admin/pages.ts");
const admin = createRoute({
  getParentRoute: () => rootRoute,
  path: "/admin",
  component: lazyRouteComponent(staff, "AdminPage"),
});
const adminUser = createRoute({
  getParentRoute: () => rootRoute,
  path: "/admin/users/$userId",
  component: lazyRouteComponent(staff, "UserPage"),
});
const adminSketch = createRoute({
  getParentRoute: () => rootRoute,
  path: "/admin/sketches/$sketchId",
  component: lazyRouteComponent(staff, "SketchLookPage"),
});

const credits = createRoute({
  getParentRoute: () => rootRoute,
  path: "/credits",
  component: lazyRouteComponent(() => import("./credits/credits-page.tsx"), "CreditsPage"),
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
  component: lazyRouteComponent(() => import("./studios/media/generate/generate-page.tsx"), "GeneratePage"),
});
const jobs = createRoute({
  getParentRoute: () => rootRoute,
  path: "/jobs",
  component: lazyRouteComponent(() => import("./studios/media/jobs/jobs-page.tsx"), "JobsPage"),
});
const people = () => import("./accounts/pages.ts");
const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: ({ problem }: Record<string, unknown>): { problem?: "google" | "closed" } =>
    problem === "google" || problem === "closed" ? { problem } : {},
  component: lazyRouteComponent(people, "SignInPage"),
});
const signUp = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in/new",
  component: lazyRouteComponent(people, "SignUpPage"),
});
const forgot = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in/forgot",
  component: lazyRouteComponent(people, "ForgotPage"),
});
const link = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in/link",
  component: lazyRouteComponent(people, "LinkPage"),
});
const confirm = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in/confirm",
  component: lazyRouteComponent(people, "ConfirmPage"),
});
const reset = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in/reset",
  component: lazyRouteComponent(people, "ResetPage"),
});
const account = createRoute({
  getParentRoute: () => rootRoute,
  path: "/account",
  component: lazyRouteComponent(people, "AccountPage"),
});
const webhooks = createRoute({
  getParentRoute: () => rootRoute,
  path: "/account/webhooks",
  component: lazyRouteComponent(people, "WebhooksPage"),
});
const gone = createRoute({
  getParentRoute: () => rootRoute,
  path: "/account/gone",
  component: lazyRouteComponent(people, "GonePage"),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    sketchLayout.addChildren([newSketch, oneSketch]),
    sketches,
    library,
    credits,
    generate,
    jobs,
    webhooks,
    signIn,
    signUp,
    forgot,
    link,
    confirm,
    reset,
    account,
    gone,
    admin,
    adminUser,
    adminSketch,
  ]),
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
