import { useSyncExternalStore } from "react";
import { isOnline } from "./browser-gifts.ts";

/** Whether the browser thinks that there is a network. */
export const useOnline = (): boolean =>
  useSyncExternalStore((changed) => {
    addEventListener("online", changed);
    addEventListener("offline", changed);
    return () => {
      removeEventListener("online", changed);
      removeEventListener("offline", changed);
    };
  }, isOnline);
