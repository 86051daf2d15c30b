import { useEffect } from "react";

/** Two fingers on a trackpad zoom what they are on, never the page; the browser's own zoom keys still do. */
export function useNoPageZoom(): void {
  useEffect(() => {
    const stop = new AbortController();
    const options = { signal: stop.signal, passive: false };
    document.addEventListener("wheel", (event) => event.ctrlKey && event.preventDefault(), options);
    // Safari's own.
    for (const name of ["gesturestart", "gesturechange"]) {
      document.addEventListener(name, (event) => event.preventDefault(), options);
    }
    return () => stop.abort();
  }, []);
}
