/** All studios of the page: a new one is its folder, and a line in this list. */
import { media } from "./studios/media/studio.ts";
import { sketch } from "./studios/sketch/studio.ts";

export const STUDIO_ROUTES = [...sketch.routes, ...media.routes] as const;
export const STUDIO_NAVIGATION = [...sketch.navigation, ...media.navigation];
