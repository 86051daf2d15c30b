import { Store } from "./store.ts";

/** Whether the list of keys is shown. */
export const help = new Store({ isOpen: false });
