export { launchBrowser, type LaunchedBrowser } from "./browser.ts";
