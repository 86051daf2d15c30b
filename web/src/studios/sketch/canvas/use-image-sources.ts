import { useEffect, useState } from "react";
import { isTyping } from "../../../ui/is-typing.ts";
import type { Desk } from "./desk.ts";

const imageIn = (data: DataTransfer | null): File | null =>
  [...(data?.files ?? [])].find(({ type }) => type.startsWith("image/")) ?? data?.files[0] ?? null;

/** Takes images that are pasted, or dropped on the page; true while files are held above it. */
export function useImageSources(desk: Desk): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    document.addEventListener(
      "paste",
      (event) => {
        const image = imageIn(event.clipboardData);
        // Words go where one types, with whatever picture a program gives beside them.
        const hasWords = event.clipboardData?.types.includes("text/plain") ?? false;
        if (!image || (hasWords && isTyping(event.target))) return;
        event.preventDefault();
        void desk.importImage(image);
      },
      { signal },
    );
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
    document.addEventListener(
      "dragover",
      (event) => {
        // Otherwise the browser would leave the page for the file.
        if (hasFiles(event)) event.preventDefault();
        setOver(hasFiles(event));
      },
      { signal },
    );
    // Null: it left the window.
    document.addEventListener("dragleave", (event) => event.relatedTarget ?? setOver(false), { signal });
    // Before anyone else, who may keep the drop for himself.
    window.addEventListener("drop", () => setOver(false), { signal, capture: true });
    document.addEventListener(
      "drop",
      (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        const image = imageIn(event.dataTransfer);
        if (image) void desk.importImage(image);
      },
      { signal },
    );
    return () => stop.abort();
  }, [desk]);
  return isOver;
}
