export { markMedia, plainMedia, readMark } from "./mark-media.ts";
export { DIGITAL_SOURCES, webmTags, type DigitalSource } from "./digital-source.ts";
