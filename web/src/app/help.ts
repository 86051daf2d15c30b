import { Store } from "../ui/store.ts";

/** Whether the list of keys is shown. */
export const help = new Store({ isOpen: false });
