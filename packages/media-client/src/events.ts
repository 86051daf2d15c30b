import type { GenerationView } from "@llamasketch/contract";

/** What the stream of a generation says; `ended` is the last. */
export type GenerationEvent =
  | { type: "queued"; ahead: number | null; etaMs: number | null }
  | { type: "running" }
  | { type: "progress"; output: number; step: number; steps: number; paused: boolean }
  | { type: "preview"; output: number; image: string }
  | { type: "ended"; state: GenerationView["state"] };

/** Events as they come; what is not understood is passed over. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<GenerationEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const parts = text.split("\n\n");
      text = parts.pop() ?? "";
      for (const part of parts) {
        const type = /^event: (.*)$/m.exec(part)?.[1];
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (type !== undefined && data !== undefined)
          yield { type, ...(JSON.parse(data) as object) } as GenerationEvent;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
