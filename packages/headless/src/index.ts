export { ApiRefused, NoLlamaSketch, SketchApi, Unreachable } from "./api.ts";
export { Artist, percentile, type ArtistOptions } from "./artist.ts";
export { SIDE_PX, encodePaths, openCover, type CanvasBytes } from "./canvas.ts";
export { hashOf } from "./hash-of.ts";
export { nodePlatform } from "./platform.ts";
export { fit, recordedDrawing, strokePath, type RecordedDrawing, type TimedStroke } from "./strokes.ts";
