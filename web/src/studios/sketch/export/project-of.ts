import type { PictureView } from "@llamasketch/contract";
import { listAllPictures, readPicture } from "../../../api/pictures.ts";
import { markMedia } from "@llamasketch/media-mark";
import type { SketchSession } from "../session/sketch-session.ts";
import type { Snapshot } from "../session/snapshot.ts";
import type { Project } from "./project-file.ts";
import { PROJECT_FORMAT, PROJECT_VERSION, type ProjectPicture } from "./project-manifest.ts";

interface Collecting {
  session: SketchSession;
  view: Snapshot;
  signal: AbortSignal;
  /** From 0 to 1. */
  progress: (part: number) => void;
}

/** Read at the same time: enough to hide the way to the server. */
const READERS = 4;

/** Everything of the sketch, its pictures' bytes fetched. */
export async function projectOf({ session, view, signal, progress }: Collecting): Promise<Project> {
  const found = view.id ? await listAllPictures(view.id, signal) : [];
  const oldestFirst = found.toReversed();
  const bytes = new Map<string, Uint8Array<ArrayBuffer>>();
  const entries = oldestFirst.map((picture, at) => ({ picture, file: pictureName(picture, at) }));
  const left = entries.values();
  await Promise.all(
    Array.from({ length: READERS }, async () => {
      for (const { picture, file } of left) {
        const blob = await readPicture(picture.url, signal);
        const image = new Uint8Array(await blob.arrayBuffer());
        // What was kept before pictures were marked is marked as it leaves.
        bytes.set(file, markMedia(image, "trainedAlgorithmicMedia") ?? image);
        progress(bytes.size / entries.length);
      }
    }),
  );
  return {
    manifest: {
      format: PROJECT_FORMAT,
      version: PROJECT_VERSION,
      title: view.title,
      settings: view.settings,
      createdAt: new Date().toISOString(),
      pictures: entries.map(({ picture, file }) => projectPicture(picture, file)),
    },
    operations: [...session.ink.operations],
    pictures: bytes,
  };
}

const pictureName = ({ format }: PictureView, at: number): string =>
  `pictures/${String(at + 1).padStart(4, "0")}.${format}`;

function projectPicture(picture: PictureView, file: string): ProjectPicture {
  const { kind, variation, epoch, version, quality, widthPx, heightPx, format, settings, createdAt } =
    picture;
  const isPinned = picture.pinnedAt !== null;
  return {
    file,
    kind,
    variation,
    epoch,
    version,
    quality,
    widthPx,
    heightPx,
    format,
    settings,
    isPinned,
    createdAt,
  };
}
