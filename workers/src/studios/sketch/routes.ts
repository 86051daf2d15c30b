import type { AppInstance } from "../../http/context.ts";
import { registerFinalsCancel } from "./routes/finals.cancel.ts";
import { registerFinalsEvents } from "./routes/finals.events.ts";
import { registerFinalsGet } from "./routes/finals.get.ts";
import { registerPicturesDelete } from "./routes/pictures.delete.ts";
import { registerPicturesGet } from "./routes/pictures.get.ts";
import { registerPicturesPatch } from "./routes/pictures.patch.ts";
import { registerAdminSketchesLook } from "./routes/staff.look.ts";
import { registerAdminPicturesGet } from "./routes/staff.picture.ts";
import { registerSketchesArchive } from "./routes/sketches.archive.ts";
import { registerSketchesCoverGet } from "./routes/sketches.cover.get.ts";
import { registerSketchesCoverPut } from "./routes/sketches.cover.put.ts";
import { registerSketchesCreate } from "./routes/sketches.create.ts";
import { registerSketchesDelete } from "./routes/sketches.delete.ts";
import { registerSketchesDuplicate } from "./routes/sketches.duplicate.ts";
import { registerSketchesFinalsPut } from "./routes/sketches.finals.put.ts";
import { registerSketchesFinalsList } from "./routes/sketches.finals.list.ts";
import { registerSketchesFinalsQuote } from "./routes/sketches.finals.quote.ts";
import { registerSketchesGet } from "./routes/sketches.get.ts";
import { registerSketchesList } from "./routes/sketches.list.ts";
import { registerSketchesPatch } from "./routes/sketches.patch.ts";
import { registerSketchesPictures } from "./routes/sketches.pictures.ts";
import { registerSketchesPicturesPut } from "./routes/sketches.pictures.put.ts";
import { registerSketchesRestore } from "./routes/sketches.restore.ts";
import { registerSketchesStats } from "./routes/sketches.stats.ts";
import { registerSketchesStrokes } from "./routes/sketches.strokes.ts";
import { registerSketchesTickets } from "./routes/sketches.tickets.ts";

export function registerSketchRoutes(app: AppInstance): void {
  registerSketchesCreate(app);
  registerSketchesList(app);
  registerSketchesGet(app);
  registerSketchesPatch(app);
  registerSketchesDelete(app);
  registerSketchesRestore(app);
  registerSketchesDuplicate(app);
  registerSketchesCoverPut(app);
  registerSketchesCoverGet(app);
  registerSketchesStrokes(app);
  registerSketchesArchive(app);
  registerSketchesPictures(app);
  registerSketchesPicturesPut(app);
  registerSketchesFinalsPut(app);
  registerSketchesFinalsList(app);
  registerSketchesFinalsQuote(app);
  registerSketchesTickets(app);
  registerSketchesStats(app);
  registerPicturesGet(app);
  registerPicturesPatch(app);
  registerPicturesDelete(app);
  registerFinalsGet(app);
  registerFinalsEvents(app);
  registerFinalsCancel(app);
}

/** For moderators and admins. */
export function registerSketchStaffRoutes(app: AppInstance): void {
  registerAdminSketchesLook(app);
  registerAdminPicturesGet(app);
}
