import { createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { CrashPage } from "./app/crash-page.tsx";
import { NotFoundPage } from "./app/not-found-page.tsx";
import { rootRoute } from "./app/root-route.ts";
import { STUDIO_ROUTES } from "./studios.ts";

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
    ...STUDIO_ROUTES,
    credits,
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
