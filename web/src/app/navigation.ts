import type { LucideIcon } from "lucide-react";
import { Store } from "../ui/store.ts";

/** Where the menu leads. Studios bring theirs; the first file of the page hands them over. */
export interface NavigationEntry {
  /** An address of the router without holes. */
  to: string;
  label: string;
  icon: LucideIcon;
}

export const navigation = new Store<{ entries: readonly NavigationEntry[] }>({ entries: [] });
