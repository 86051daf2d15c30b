import { importPicture } from "../../../api/pictures.ts";
import { createSketch, deleteSketch } from "../../../api/sketches.ts";
import { whenWelcome } from "../../../api/when-welcome.ts";
import { asPerson } from "../../../credits/door.ts";
import { readProject } from "./project-file.ts";
import { renumbered } from "./renumber.ts";
import { uploadLog } from "./upload-log.ts";

interface Import {
  file: Blob;
  signal: AbortSignal;
  /** From 0 to 1. */
  progress: (part: number) => void;
}

/** Sent at the same time. */
const SENDERS = 3;

/** A new sketch with everything that is in a project file; its id. Whatever fails, nothing of it stays. */
export async function importProject({ file, signal, progress }: Import): Promise<string> {
  const project = await readProject(file);
  const { pictures, operations } = renumbered(project.manifest, project.operations);
  signal.throwIfAborted();
  const { title, settings } = project.manifest;
  const sketch = await createSketch(title, settings);
  try {
    let sent = 0;
    const left = pictures.values();
    await Promise.all(
      Array.from({ length: SENDERS }, async () => {
        for (const picture of left) {
          const image = project.pictures.get(picture.file);
          const { isPinned: pinned, ...about } = picture;
          const bring = (): Promise<void> =>
            image ? importPicture(sketch.id, { ...about, pinned }, image, signal) : Promise.resolve();
          await whenWelcome(() => asPerson(bring), signal);
          sent += 1;
          progress(sent / pictures.length);
        }
      }),
    );
    // After them: whoever had to show that they are a person has room for it now.
    await uploadLog({ sketchId: sketch.id, settings, operations, signal });
    return sketch.id;
  } catch (error) {
    await deleteSketch(sketch.id).catch(() => undefined);
    throw error;
  }
}
