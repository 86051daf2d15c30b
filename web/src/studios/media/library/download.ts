/** Chosen results as one file, told how far it has come. */
import { ARCHIVE_GENERATIONS_MAX } from "@llamasketch/contract";
import { describeFailure, failureText } from "../../../api/api-failure.ts";
import { packCreations, type Creation } from "../../../api/creations.ts";
import { saveFile } from "../../../ui/save-file.ts";
import { Store } from "../../../ui/store.ts";
import { toast } from "../../../ui/toasts.ts";
import { words } from "./words.ts";

export interface Packing {
  doneBytes: number;
  /** Of the pictures alone, which is nearly all. */
  totalBytes: number;
  stop(): void;
}

const bytesOf = (creations: readonly Creation[]): number =>
  creations.reduce((sum, { results }) => sum + results.reduce((all, { bytes }) => all + bytes, 0), 0);

export class Download {
  readonly state = new Store<{ packing: Packing | null }>({ packing: null });

  /** Why these cannot be packed; null when they can. */
  static refusal(creations: readonly Creation[]): string | null {
    if (creations.length > ARCHIVE_GENERATIONS_MAX) return words.tooMany(ARCHIVE_GENERATIONS_MAX);
    return creations.some(({ results }) => results.length > 0) ? null : words.nothingToPack;
  }

  async start(creations: readonly Creation[]): Promise<void> {
    if (this.state.get().packing) return;
    const stopped = new AbortController();
    const { signal } = stopped;
    const packing = { doneBytes: 0, totalBytes: bytesOf(creations), stop: () => stopped.abort() };
    this.state.set({ packing });
    try {
      const ids = creations.filter(({ results }) => results.length > 0).map(({ id }) => id);
      const answer = await packCreations(ids, signal);
      const name = `llamasketch-${new Date().toISOString().slice(0, 10)}.zip`;
      const headers = { "content-type": "application/zip" };
      const told = answer.body?.pipeThrough(this.#counter(packing)) ?? null;
      // The browser keeps it where it has room: not in the page's memory.
      saveFile(await new Response(told, { headers }).blob(), name);
      toast({ text: words.packed(name) });
    } catch (error) {
      if (signal.aborted) return;
      const { requestId } = describeFailure(error);
      toast({ text: words.packFailed(failureText(error)), tone: "bad", requestId });
    } finally {
      this.state.set({ packing: null });
    }
  }

  #counter(packing: Packing): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
    let doneBytes = 0;
    return new TransformStream({
      transform: (chunk, to) => {
        doneBytes += chunk.byteLength;
        this.state.set({ packing: { ...packing, doneBytes } });
        to.enqueue(chunk);
      },
    });
  }
}

export const download = new Download();
