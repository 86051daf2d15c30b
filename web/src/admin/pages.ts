/** Pages of those who run it, for the router to fetch when one is wanted. */
export { AdminPage } from "./admin-page.tsx";
export { SketchLookPage } from "./sketch-page.tsx";
export { UserPage } from "./user-page.tsx";
