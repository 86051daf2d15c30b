/** A client as bare as can be: speaks the protocol over a real socket, decides nothing by itself. */
import {
  LIVE_PROTOCOL,
  encodeMessage,
  readHeader,
  sessionMessage,
  type ChunkHeader,
  type FrameHeader,
  type PictureHeader,
  type SessionMessage,
  type Settings,
} from "@llamasketch/contract";
import { jpeg } from "./images.ts";
import { noteSaid } from "./logs.ts";
import { provide, ticketFor, type Owned } from "./people.ts";
import { Wire, type Incoming } from "./wire.ts";

type Of<K extends SessionMessage["type"]> = Extract<SessionMessage, { type: K }>;

const SETTINGS: Settings = { prompt: "a lighthouse at dusk", strength: 0.6, seed: 7 };
export const DRAFT = jpeg(512, 384);

let clients = 0;
export const newClientId = (): string => `client-${String(++clients).padStart(6, "0")}`;

export interface DrawerOptions {
  clientId?: string;
  pen?: "free" | "take" | "watch";
  can?: string[];
}

export class Drawer {
  readonly wire: Wire;
  readonly clientId: string;
  epoch = 0;
  settingsVersion = 0;

  constructor(wire: Wire, clientId: string) {
    this.wire = wire;
    this.clientId = clientId;
    wire.onMessage((message) => {
      const said = parse(message);
      if (said?.type === "pen") this.epoch = said.epoch;
    });
  }

  /** A socket with a ticket, before hello. */
  static async dial(owned: Owned, clientId = newClientId()): Promise<Drawer> {
    await provide(owned);
    const { path, ticket } = await ticketFor(owned);
    noteSaid(ticket);
    return new Drawer(await Wire.open(`${path}?ticket=${ticket}`), clientId);
  }

  /** Dialled and greeted; what was said to it is still in the inbox, except its pen. */
  static async join(owned: Owned, options: DrawerOptions = {}): Promise<Drawer> {
    const drawer = await Drawer.dial(owned, options.clientId);
    drawer.hello(options.pen, options.can);
    await drawer.take("pen");
    return drawer;
  }

  /** Joined, with settings sent. */
  static async drawing(owned: Owned, options: DrawerOptions = {}): Promise<Drawer> {
    const drawer = await Drawer.join(owned, options);
    drawer.settings();
    return drawer;
  }

  hello(pen: "free" | "take" | "watch" = "free", can?: string[]): void {
    this.wire.send({ type: "hello", protocol: LIVE_PROTOCOL, clientId: this.clientId, pen, can });
  }

  settings(changes: Partial<Settings> = {}): void {
    this.settingsVersion += 1;
    noteSaid({ ...SETTINGS, ...changes });
    this.wire.send({
      type: "settings",
      settingsVersion: this.settingsVersion,
      settings: { ...SETTINGS, ...changes },
    });
  }

  changed(version: number, refine = false): void {
    this.wire.send({ type: "changed", version, refine });
  }

  frame(version: number, changes: Partial<FrameHeader> = {}, image: Uint8Array = DRAFT): void {
    const header: FrameHeader = {
      kind: "frame",
      format: "jpeg",
      epoch: this.epoch,
      seq: 0,
      version,
      widthPx: 512,
      heightPx: 384,
      quality: "draft",
      pause: false,
      encodeMs: 3,
      settingsVersion: this.settingsVersion,
      ...changes,
    };
    this.wire.send(encodeMessage(header, image));
  }

  chunk(chunkId: number, bytes: Uint8Array, changes: Partial<ChunkHeader> = {}): void {
    this.wire.send(
      encodeMessage({ kind: "chunk", epoch: this.epoch, chunkId, version: 1, ...changes }, bytes),
    );
  }

  take<K extends SessionMessage["type"]>(
    type: K,
    that: (message: Of<K>) => boolean = () => true,
    withinMs?: number,
  ): Promise<Of<K>> {
    const pick = (incoming: Incoming): Of<K> | undefined => {
      const said = parse(incoming);
      return said?.type === type && that(said as Of<K>) ? (said as Of<K>) : undefined;
    };
    return this.wire.take(pick, type, withinMs);
  }

  refused(rule: string): Promise<Of<"refused">> {
    return this.take("refused", (said) => said.rule === rule);
  }

  live(withinMs?: number): Promise<Of<"status">> {
    return this.take("status", ({ status }) => status.state === "live", withinMs);
  }

  picture(version: number, withinMs?: number): Promise<{ header: PictureHeader; image: Uint8Array }> {
    const pick = (incoming: Incoming) => {
      const header = typeof incoming === "string" ? null : readHeader(incoming);
      if (typeof incoming === "string" || header?.kind !== "picture" || header.version !== version)
        return undefined;
      return { header, image: incoming.subarray(32) };
    };
    return this.wire.take(pick, `picture ${version}`, withinMs);
  }

  /** Headers of every picture that ever came. */
  pictures(): PictureHeader[] {
    return this.wire.log
      .map((incoming) => (typeof incoming === "string" ? null : readHeader(incoming)))
      .filter((header) => header?.kind === "picture");
  }

  said(): SessionMessage[] {
    return this.wire.log.map(parse).filter((message) => message !== undefined);
  }
}

function parse(incoming: Incoming): SessionMessage | undefined {
  return typeof incoming === "string" && incoming !== "pong"
    ? sessionMessage.parse(JSON.parse(incoming))
    : undefined;
}
