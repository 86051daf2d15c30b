import { defineFeature, type PersonExport } from "../feature.ts";
import { uploadKey } from "../media/job-keys.ts";
import { eraseUploadsOf, purgeUpload } from "./purge-upload.ts";
import { registerUploads } from "./routes/uploads.ts";
import { createUploadStore } from "./upload-store.ts";

declare module "../ports.ts" {
  interface Ports {
    uploads: ReturnType<typeof createUploadStore>;
  }
}

/** Pictures that were sent for generations, as they are kept. */
const sentPictures: PersonExport = {
  reads: ({ uploads }, userId) => uploads.countOf(userId),
  async *files({ uploads }, { userId }, part) {
    for (const { id, format, createdAt } of await uploads.usableOf(userId, Date.now())) {
      const object = await part.get(uploadKey(id));
      const lastModified = new Date(createdAt);
      if (object) yield { name: `uploads/${id}.${format}`, lastModified, input: object.body };
    }
  },
};

export const uploads = defineFeature({
  name: "uploads",
  tags: {
    uploads: "Pictures to work on",
  },
  ports: ({ db }) => ({ uploads: createUploadStore(db) }),
  routes: registerUploads,
  effects: { purge_upload: purgeUpload },
  link: ({ uploads }, visitorId, accountId) => [uploads.follow(visitorId, accountId)],
  export: sentPictures,
  erase: eraseUploadsOf,
});
