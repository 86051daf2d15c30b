import { describe, expect, it } from "vitest";
import { encodeMessage, readHeader, type BinaryHeader, type SessionMessage } from "@llamasketch/contract";
import {
  openLiveSketch,
  type LiveHandlers,
  type LiveSketch,
  type Platform,
  type SocketLike,
} from "./drive.ts";
import { OPTIONS } from "./test-kit.ts";

class FakeSocket implements SocketLike {
  binaryType = "blob";
  bufferedAmount = 0;
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  readonly out: (string | Uint8Array)[] = [];
  closedWith: number | null = null;

  send(data: string | Uint8Array): void {
    this.out.push(data);
  }
  close(code?: number): void {
    this.closedWith = code ?? 1005;
  }
  hear(message: SessionMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  types(): string[] {
    return this.out.map((data) => {
      if (typeof data === "string")
        return data === "ping" ? data : (JSON.parse(data) as { type: string }).type;
      return readHeader(data)?.kind ?? "foreign";
    });
  }
}

/** A tab with a clock moved by hand, and every socket it dialled. */
class Desk {
  nowMs = 0;
  timers: { atMs: number; fire: () => void }[] = [];
  sockets: FakeSocket[] = [];
  refuse: number;
  encodes: ("canvas" | "null" | "throws")[] = [];
  encoded = 0;
  heard: string[] = [];
  readonly handlers: LiveHandlers = {
    encode: async () => {
      const how = this.encodes.shift() ?? "canvas";
      if (how === "throws") throw new Error("the canvas is gone");
      if (how === "null") return null;
      this.encoded += 1;
      const bytes = new Uint8Array([this.encoded]);
      return { bytes, format: "png" as const, widthPx: 64, heightPx: 64, hash: this.encoded };
    },
    onPicture: (header, image) => this.heard.push(`picture ${header.version}: ${image.join()}`),
    onYield: () => this.live.saveChunk(new Uint8Array([7])),
    onSaved: (_chunkId, index) => this.heard.push(`saved ${index}`),
    onKept: (pictureId) => this.heard.push(`kept ${pictureId}`),
    onRefused: (code) => this.heard.push(`refused ${code}`),
    onPaused: () => this.heard.push("paused"),
  };
  readonly live: LiveSketch;

  constructor(refuse = 0) {
    this.refuse = refuse;
    this.live = openLiveSketch(OPTIONS, this.platform, this.handlers);
  }

  readonly platform: Platform = {
    nowMs: () => this.nowMs,
    random: () => 0,
    timer: (delayMs, fire) => {
      const timer = { atMs: this.nowMs + delayMs, fire };
      this.timers.push(timer);
      return () => void (this.timers = this.timers.filter((other) => other !== timer));
    },
    dial: async () => {
      if (this.refuse-- > 0) throw new Error("ticket refused");
      const socket = new FakeSocket();
      this.sockets.push(socket);
      return socket;
    },
  };

  get socket(): FakeSocket {
    const last = this.sockets.at(-1);
    if (!last) throw new Error("nothing was dialled");
    return last;
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }

  async pass(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    await this.settle();
    for (;;) {
      const next = this.timers.toSorted((a, b) => a.atMs - b.atMs)[0];
      if (!next || next.atMs > untilMs) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.fire();
      await this.settle();
    }
    this.nowMs = untilMs;
  }

  async open(): Promise<void> {
    await this.settle();
    this.socket.onopen?.(undefined as never);
    this.socket.hear({ type: "welcome", protocol: 1, generation: 1, chunks: 0 });
    this.socket.hear({ type: "pen", holder: "you", epoch: 1 });
  }
}

const WANT: SessionMessage = { type: "want", generation: 1, have: 0, done: 0 };
const PICTURE: BinaryHeader = {
  kind: "picture",
  format: "png",
  epoch: 1,
  seq: 1,
  version: 1,
  widthPx: 64,
  heightPx: 64,
  quality: "draft",
  pause: false,
  agentMs: 0,
  produceMs: 0,
  sessionMs: 0,
};

describe("driving a socket", () => {
  it("[LP2 LP3 LP13] hello, settings, and a frame when asked", async () => {
    const desk = new Desk();
    await desk.open();
    expect(desk.socket.binaryType).toBe("arraybuffer");
    desk.socket.hear(WANT);
    desk.live.inked();
    await desk.settle();
    expect(desk.socket.types()).toEqual(["hello", "settings", "frame"]);
    const frame = desk.socket.out[2] as Uint8Array;
    expect(readHeader(frame)).toMatchObject({ version: 1, epoch: 1, seq: 0 });
    expect([...frame.subarray(32)]).toEqual([1]);
  });

  it("[LP13] waits until the buffer is empty, and reads the canvas only then", async () => {
    const desk = new Desk();
    await desk.open();
    desk.socket.bufferedAmount = 50_000;
    desk.socket.hear(WANT);
    desk.live.inked();
    await desk.pass(500);
    expect(desk.encoded).toBe(0);
    desk.live.inked();
    desk.socket.bufferedAmount = 0;
    await desk.pass(10);
    expect(readHeader(desk.socket.out.at(-1) as Uint8Array)).toMatchObject({ version: 2 });
  });

  it.each(["null", "throws"] as const)(
    "[LP15] a canvas that could not be read (%s) is asked for again",
    async (how) => {
      const desk = new Desk();
      await desk.open();
      desk.encodes = [how];
      desk.socket.hear(WANT);
      desk.live.inked();
      await desk.pass(999);
      expect(desk.socket.types()).toEqual(["hello", "settings"]);
      await desk.pass(1);
      expect(desk.socket.types()).toEqual(["hello", "settings", "changed"]);
      desk.socket.hear(WANT);
      await desk.settle();
      expect(desk.socket.types().at(-1)).toBe("frame");
    },
  );

  it("[LP1 LP27] a refused ticket is asked for again, later and later", async () => {
    const desk = new Desk(3);
    await desk.pass(250 + 500 + 1000 - 1);
    expect(desk.sockets).toHaveLength(0);
    await desk.pass(1);
    expect(desk.sockets).toHaveLength(1);
    await desk.open();
    expect(desk.live.state.connection).toBe("open");
  });

  it("[LP27] a socket that never opens is given up", async () => {
    const desk = new Desk();
    await desk.settle();
    const [first] = desk.sockets;
    await desk.pass(8000 + 250);
    expect(first?.closedWith).toBe(1000);
    expect(desk.sockets).toHaveLength(2);
    first?.onopen?.(undefined as never);
    expect(first?.types()).toEqual([]);
  });

  it("[LP27] a socket that does not answer pings is closed, and its late words are not heard", async () => {
    const desk = new Desk();
    await desk.open();
    const [first] = desk.sockets;
    await desk.pass(5000 + 2500 + 250);
    expect(first?.types()).toContain("ping");
    expect(first?.closedWith).toBe(1000);
    expect(desk.sockets).toHaveLength(2);
    expect(first?.onmessage).toBeNull();
    expect(desk.live.state.counts.reconnects).toBe(1);
  });

  it("[LP2 LP27] pong is understood", async () => {
    const desk = new Desk();
    await desk.open();
    await desk.pass(5000);
    desk.socket.onmessage?.({ data: "pong" });
    await desk.pass(4000);
    expect(desk.sockets).toHaveLength(1);
  });

  it("[LP2] what it does not know is passed over", async () => {
    const desk = new Desk();
    await desk.open();
    for (const data of [
      "",
      "{",
      `{"type":"novelty"}`,
      "null",
      new ArrayBuffer(3),
      new ArrayBuffer(99),
      5,
      null,
    ])
      desk.socket.onmessage?.({ data });
    expect(desk.live.state.connection).toBe("open");
    expect(desk.heard).toEqual([]);
  });

  it("[LP18 LP20 LP23] pictures, kept and saved reach the page", async () => {
    const desk = new Desk();
    await desk.open();
    desk.live.inked();
    desk.socket.onmessage?.({ data: encodeMessage(PICTURE, new Uint8Array([4, 2])).buffer });
    desk.socket.hear({ type: "kept", seq: 1, version: 1, pictureId: "pic_1" });
    desk.socket.hear({ type: "saved", chunkId: 1, index: 0 });
    desk.socket.hear({ type: "refused", rule: "R10", code: "prompt_refused", message: "" });
    expect(desk.heard).toEqual(["picture 1: 4,2", "kept pic_1", "saved 0", "refused prompt_refused"]);
  });

  it("[LP7] yields with the strokes that the page hands over, then says so", async () => {
    const desk = new Desk();
    await desk.open();
    desk.socket.hear({ type: "yield" });
    expect(desk.socket.types().slice(-2)).toEqual(["chunk", "yielded"]);
  });

  it("[LP20] its timer tells when the hand rests", async () => {
    const desk = new Desk();
    await desk.open();
    desk.live.pen(true);
    desk.live.inked();
    desk.live.pen(false);
    await desk.pass(299);
    expect(desk.heard).toEqual([]);
    await desk.pass(1);
    expect(desk.heard).toEqual(["paused"]);
  });

  it("[LP27] stop is final: the socket is closed and nothing is dialled or timed again", async () => {
    const desk = new Desk();
    await desk.open();
    desk.live.stop();
    expect(desk.socket.closedWith).toBe(1000);
    desk.live.inked();
    await desk.pass(60_000);
    expect(desk.sockets).toHaveLength(1);
    expect(desk.timers).toEqual([]);
  });

  it("[LP27] stopped while dialling, the socket that comes late is closed", async () => {
    const desk = new Desk();
    desk.live.stop();
    await desk.settle();
    expect(desk.socket.closedWith).toBe(1000);
    expect(desk.socket.types()).toEqual([]);
    await desk.pass(60_000);
    expect(desk.timers).toEqual([]);
  });
});
