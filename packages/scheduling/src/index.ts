export * from "./placement.ts";
