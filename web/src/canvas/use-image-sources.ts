import { useEffect, useState, type RefObject } from "react";
import { isTyping } from "../page/is-typing.ts";
import type { Desk } from "./desk.ts";

const imageIn = (data: DataTransfer | null): File | null =>
  [...(data?.files ?? [])].find(({ type }) => type.startsWith("image/")) ?? data?.files[0] ?? null;

/** Takes images that are pasted, or dropped on `frame`; true while one is held above it. */
export function useImageSources(desk: Desk, frame: RefObject<HTMLElement | null>): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const element = frame.current;
    document.addEventListener(
      "paste",
      (event) => {
        const image = imageIn(event.clipboardData);
        if (!image || isTyping(event.target)) return;
        event.preventDefault();
        void desk.importImage(image);
      },
      { signal },
    );
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
    // A file dropped beside the canvas would replace the page by itself.
    for (const name of ["dragover", "drop"] as const) {
      document.addEventListener(name, (event) => hasFiles(event) && event.preventDefault(), { signal });
    }
    element?.addEventListener("dragover", (event) => setOver(hasFiles(event)), { signal });
    element?.addEventListener("dragleave", () => setOver(false), { signal });
    element?.addEventListener(
      "drop",
      (event) => {
        setOver(false);
        const image = imageIn(event.dataTransfer);
        if (image) void desk.importImage(image);
      },
      { signal },
    );
    return () => stop.abort();
  }, [desk, frame]);
  return isOver;
}
