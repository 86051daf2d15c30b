import { Store } from "./store.ts";

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "bad";
  /** `name`: what it does, said whole to those who hear it alone. */
  action?: { label: string; name?: string; run: () => void };
  /** Of the call that failed, for whoever asks for help. */
  requestId?: string | undefined;
  /** Null: until somebody closes it. */
  forMs: number | null;
}

const READ_MS = 6000;
/** Time to change one's mind. */
const ACT_MS = 12_000;
const SHOWN_MAX = 3;

export const toasts = new Store<{ list: readonly Toast[] }>({ list: [] });
let lastId = 0;

/** Says something at the edge of the page; the returned function takes it back. */
export function toast(
  said: Pick<Toast, "text"> & Partial<Pick<Toast, "tone" | "action" | "requestId" | "forMs">>,
): () => void {
  const id = ++lastId;
  const next: Toast = { tone: "plain", forMs: said.action || said.requestId ? ACT_MS : READ_MS, ...said, id };
  toasts.set({ list: [...toasts.get().list, next].slice(-SHOWN_MAX) });
  return () => dismissToast(id);
}

export function dismissToast(id: number): void {
  toasts.set({ list: toasts.get().list.filter((each) => each.id !== id) });
}
