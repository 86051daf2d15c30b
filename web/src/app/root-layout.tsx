import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { sayWhatIsDenied } from "./say-denied.ts";
import { help } from "./help.ts";
import { RouteVoice } from "./route-voice.tsx";
import { useStore } from "../ui/store.ts";
import { ToastRegion } from "../ui/toast-region.tsx";
import { activeShortcuts, useShortcuts } from "./use-shortcuts.ts";
import { words } from "./words.ts";

const ShortcutSheet = lazy(async () => ({ default: (await import("./shortcut-sheet.tsx")).ShortcutSheet }));

/** What every page has: the way past its head, the list of keys, messages. */
export function RootLayout() {
  const { isOpen } = useStore(help);
  useEffect(sayWhatIsDenied, []);
  useShortcuts({ help: () => help.set({ isOpen: true }) });
  return (
    <>
      <a
        href="#main"
        className="skip-link"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("main")?.focus();
        }}
      >
        {words.skip}
      </a>
      <Outlet />
      <ToastRegion />
      <RouteVoice />
      {isOpen && (
        <Suspense>
          <ShortcutSheet active={activeShortcuts()} close={() => help.set({ isOpen: false })} />
        </Suspense>
      )}
    </>
  );
}
