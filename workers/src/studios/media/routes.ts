/** Media API v1, by name. */
import type { AppInstance } from "../../http/context.ts";
import { registerGenerationsArchive } from "./routes/generations.archive.ts";
import { registerGenerationsCancel } from "./routes/generations.cancel.ts";
import { registerGenerationsCreate } from "./routes/generations.create.ts";
import { registerGenerationsDelete } from "./routes/generations.delete.ts";
import { registerGenerationsEvents } from "./routes/generations.events.ts";
import { registerGenerationsGet } from "./routes/generations.get.ts";
import { registerGenerationsList } from "./routes/generations.list.ts";
import { registerGenerationsRetry } from "./routes/generations.retry.ts";
import { registerMediaGet } from "./routes/media.get.ts";
import { registerModelsList } from "./routes/models.list.ts";
import { registerMediaOpenApi } from "./routes/openapi.get.ts";
import { registerMediaQuotes } from "./routes/quotes.create.ts";

export function registerMediaRoutes(app: AppInstance): void {
  registerGenerationsCreate(app);
  registerGenerationsArchive(app);
  registerGenerationsList(app);
  registerGenerationsGet(app);
  registerGenerationsCancel(app);
  registerGenerationsDelete(app);
  registerGenerationsRetry(app);
  registerGenerationsEvents(app);
  registerModelsList(app);
  registerMediaQuotes(app);
  registerMediaGet(app);
  registerMediaOpenApi(app);
}
