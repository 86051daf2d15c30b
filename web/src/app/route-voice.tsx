import { useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** The address changed under a page that stays: a sketch got its id. */
    isSamePage?: true;
  }
}

/** A page names itself a moment after it is there. */
const NAMED_AFTER_MS = 100;

/** Says where a link led, and moves the focus along with those who cannot see that the page has changed. */
export function RouteVoice() {
  const router = useRouter();
  const [said, setSaid] = useState("");
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = router.subscribe("onRendered", ({ fromLocation, toLocation, pathChanged }) => {
      if (!fromLocation || !pathChanged || toLocation.state.isSamePage) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        setSaid(document.title);
        const focused = document.activeElement;
        // The link that was followed is gone with its page.
        if (!focused || focused === document.body)
          document.getElementById("main")?.focus({ preventScroll: true });
      }, NAMED_AFTER_MS);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [router]);
  return (
    <p className="sr-only" role="status">
      {said}
    </p>
  );
}
