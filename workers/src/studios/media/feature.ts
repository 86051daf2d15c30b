import { defineFeature } from "../../feature.ts";
import { generationsExport } from "./archive.ts";
import { saidAs } from "./kind.ts";
import { registerMediaRoutes } from "./routes.ts";
import { storedRequest } from "./stored-request.ts";
import { generationViewOf } from "./views.ts";

export const media = defineFeature({
  name: "media",
  tags: {
    generations: "Pictures and videos made in the queue",
    media: "The bytes of results",
    models: "What can be asked for",
  },
  pages: ["/library", "/generate", "/jobs"],
  routes: registerMediaRoutes,
  jobEnds: {
    generation: {
      view: async (ports, row) => ({
        type: `generation.${row.state}`,
        data: await generationViewOf(ports, row),
      }),
      words: (request) => saidAs(storedRequest.parse(request)),
      path: (jobId) => `/generate?job=${jobId}`,
    },
  },
  export: generationsExport,
});
