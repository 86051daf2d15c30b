import { denied } from "../ui/browser-gifts.ts";
import { toast } from "../ui/toasts.ts";
import { words } from "./words.ts";

/** Tells once in a visit what this browser does not let the page keep, until it is read. Without cookies all else is beside the point. */
export function sayWhatIsDenied(): () => void {
  let isSaid = false;
  const look = (): void => {
    const { storage, cookies } = denied.get();
    if (isSaid || (!storage && !cookies)) return;
    isSaid = true;
    toast({ text: words.denied[cookies ? "cookies" : "storage"], tone: "bad", forMs: null });
  };
  look();
  return denied.subscribe(look);
}
