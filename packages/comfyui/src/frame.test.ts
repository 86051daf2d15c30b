import { describe, expect, it } from "vitest";
import { parseFrame } from "./frame.ts";

function frame(event: number, word: number, ...parts: (string | Uint8Array)[]): Uint8Array {
  const bytes = parts.map((part) => (typeof part === "string" ? new TextEncoder().encode(part) : part));
  const out = new Uint8Array(8 + bytes.reduce((sum, part) => sum + part.length, 0));
  new DataView(out.buffer).setUint32(0, event);
  new DataView(out.buffer).setUint32(4, word);
  let offset = 8;
  for (const part of bytes) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

const meta = '{"node_id": "4", "prompt_id": "p", "display_node_id": "4", "image_type": "image/png"}';
const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3);

describe("binary frames", () => {
  it("reads a preview, a text and an image with metadata", () => {
    expect(parseFrame(frame(1, 2, png))).toEqual({
      kind: "image",
      bytes: png,
      mime: "image/png",
      nodeId: null,
      promptId: null,
    });
    expect(parseFrame(frame(3, 1, "2", "width: 64, é"))).toEqual({
      kind: "text",
      nodeId: "2",
      text: "width: 64, é",
    });
    expect(parseFrame(frame(4, meta.length, meta, png))).toEqual({
      kind: "image",
      bytes: png,
      mime: "image/png",
      nodeId: "4",
      promptId: "p",
    });
  });

  it("works on a view that does not start at zero", () => {
    const inner = frame(4, meta.length, meta, png);
    const outer = new Uint8Array(inner.length + 5);
    outer.set(inner, 5);
    expect(parseFrame(outer.subarray(5))).toMatchObject({ kind: "image", nodeId: "4", bytes: png });
  });

  it("says unknown to every cut of every frame inside its header, and never throws", () => {
    for (const whole of [frame(1, 2, png), frame(3, 4, "node", "t"), frame(4, meta.length, meta, png)]) {
      for (let length = 0; length < whole.length; length++) {
        const event = parseFrame(whole.slice(0, length));
        if (length <= 8 || (whole[3] === 4 && length <= 8 + meta.length)) expect(event.kind).toBe("unknown");
        else expect(["unknown", "image", "text"]).toContain(event.kind);
      }
    }
  });

  it("survives lies about lengths, odd metadata and noise", () => {
    expect(parseFrame(frame(4, 0xffff_ffff, meta, png)).kind).toBe("unknown");
    expect(parseFrame(frame(4, 2, "{}", png)).kind).toBe("unknown");
    expect(parseFrame(frame(4, 3, "{no", png)).kind).toBe("unknown");
    expect(parseFrame(frame(1, 9, png)).kind).toBe("unknown");
    expect(parseFrame(frame(77, 0, png)).kind).toBe("unknown");
    let state = 12345;
    for (let round = 0; round < 500; round++) {
      const noise = Uint8Array.from(
        { length: round % 60 },
        () => (state = (state * 48271) % 2147483647) & 255,
      );
      if (noise.length > 3) noise.set([0, 0, 0, [1, 3, 4][round % 3]!]);
      expect(["unknown", "image", "text"]).toContain(parseFrame(noise).kind);
    }
  });
});
