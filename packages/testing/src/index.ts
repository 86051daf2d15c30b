export { launchBrowser, unpackBrowser, type LaunchedBrowser } from "./browser.ts";
