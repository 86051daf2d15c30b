import { lazy, Suspense, useEffect, useState } from "react";
import { PROJECT_EXTENSION } from "./project-extension.ts";

const ImportDialog = lazy(async () => ({ default: (await import("./import-dialog.tsx")).ImportDialog }));

/** A project file that is dropped anywhere on the page is opened as a new sketch; other files are left to others. */
export function ProjectDrop() {
  const [file, setFile] = useState<File | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const options = { signal: stop.signal, capture: true };
    const over = (event: DragEvent): void => {
      // Names are not told before the drop. Without this the browser would leave the page for the file.
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    };
    const drop = (event: DragEvent): void => {
      const dropped = [...(event.dataTransfer?.files ?? [])].find(({ name }) =>
        name.toLowerCase().endsWith(PROJECT_EXTENSION),
      );
      if (!dropped) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      setFile(dropped);
    };
    document.addEventListener("dragover", over, options);
    document.addEventListener("drop", drop, options);
    return () => stop.abort();
  }, []);
  return (
    file && (
      <Suspense>
        <ImportDialog key={`${file.name}-${file.lastModified}`} file={file} close={() => setFile(null)} />
      </Suspense>
    )
  );
}
