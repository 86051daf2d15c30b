import type { AppInstance } from "../../http/context.ts";
import { registerPicturesGet } from "./routes/pictures.get.ts";
import { registerSketchesCreate } from "./routes/sketches.create.ts";
import { registerSketchesDelete } from "./routes/sketches.delete.ts";
import { registerSketchesGet } from "./routes/sketches.get.ts";
import { registerSketchesList } from "./routes/sketches.list.ts";
import { registerSketchesPatch } from "./routes/sketches.patch.ts";
import { registerSketchesPictures } from "./routes/sketches.pictures.ts";
import { registerSketchesStats } from "./routes/sketches.stats.ts";
import { registerSketchesStrokes } from "./routes/sketches.strokes.ts";
import { registerSketchesTickets } from "./routes/sketches.tickets.ts";

export function registerSketchRoutes(app: AppInstance): void {
  registerSketchesCreate(app);
  registerSketchesList(app);
  registerSketchesGet(app);
  registerSketchesPatch(app);
  registerSketchesDelete(app);
  registerSketchesStrokes(app);
  registerSketchesPictures(app);
  registerSketchesTickets(app);
  registerSketchesStats(app);
  registerPicturesGet(app);
}
