/** A GPU host as the Worker sees one: a control socket, and a socket for each session it is given. */
import {
  LIVE_PROTOCOL,
  dispatcherToAgent,
  encodeMessage,
  readHeader,
  sessionToAgent,
  type DispatcherToAgent,
  type FrameHeader,
  type PictureHeader,
  type SessionToAgent,
} from "@llamasketch/contract";
import { png } from "./images.ts";
import { makeKnown, newHost, type NewHost } from "./hosts.ts";
import { Wire, eventually, type Incoming } from "./wire.ts";

export type Assignment = Extract<DispatcherToAgent, { type: "assign" }>;

export interface AgentOptions {
  /** What people see of it. */
  name?: string;
  /** Nobody has timed it yet; unless said, it is known well. */
  newcomer?: boolean;
  /** Its credential, when it is another process of a host that was let in already. */
  host?: NewHost;
  capacity?: number;
  slots?: number;
  frameMs?: number;
  /** What it does with a frame; by default it draws at once and opens the next turn. */
  onFrame?: (link: SessionLink, header: FrameHeader) => void;
  /** What it does with a place given to it; by default it dials. */
  onAssign?: (agent: FakeAgent, assignment: Assignment) => void;
  /** What it says it can, beyond the first rules. */
  can?: string[];
  /** Says nothing on the session's socket by itself: no attach, no turn. */
  mute?: boolean;
}

const PICTURES = new Map<string, Uint8Array<ArrayBuffer>>();
function pictureOf(widthPx: number, heightPx: number): Uint8Array<ArrayBuffer> {
  const key = `${widthPx}x${heightPx}`;
  const known = PICTURES.get(key) ?? png(widthPx, heightPx);
  PICTURES.set(key, known);
  return known;
}

export class SessionLink {
  readonly wire: Wire;
  readonly assignment: Assignment;
  readonly frames: FrameHeader[] = [];
  constructor(wire: Wire, assignment: Assignment, onFrame: (link: SessionLink, header: FrameHeader) => void) {
    this.wire = wire;
    this.assignment = assignment;
    wire.onMessage((message) => {
      const header = typeof message === "string" ? null : readHeader(message);
      if (header?.kind !== "frame") return;
      this.frames.push(header);
      onFrame(this, header);
    });
  }

  attach(name = "fake", can?: string[]): void {
    this.wire.send({ type: "attach", protocol: LIVE_PROTOCOL, name, painter: false, expectMs: 50, can });
  }
  turn(): void {
    this.wire.send({ type: "turn" });
  }

  /** The picture asked for by `frame`, or a lie made of it. */
  picture(frame: FrameHeader, lie: Partial<PictureHeader> = {}, image?: Uint8Array): void {
    const { format: _jpeg, settingsVersion: _v, encodeMs: _e, kind: _k, ...asked } = frame;
    const header: PictureHeader = {
      ...asked,
      kind: "picture",
      format: "png",
      agentMs: 40,
      produceMs: 30,
      sessionMs: 0,
      ...lie,
    };
    this.wire.send(encodeMessage(header, image ?? pictureOf(header.widthPx, header.heightPx)));
  }

  take<K extends SessionToAgent["type"]>(
    type: K,
    that: (message: Extract<SessionToAgent, { type: K }>) => boolean = () => true,
  ): Promise<Extract<SessionToAgent, { type: K }>> {
    const pick = (incoming: Incoming) => {
      if (typeof incoming !== "string") return undefined;
      const said = sessionToAgent.parse(JSON.parse(incoming)) as Extract<SessionToAgent, { type: K }>;
      return said.type === type && that(said) ? said : undefined;
    };
    return this.wire.take(pick, type);
  }

  frame(version: number, withinMs?: number): Promise<FrameHeader> {
    const pick = (incoming: Incoming) => {
      const header = typeof incoming === "string" ? null : readHeader(incoming);
      return header?.kind === "frame" && header.version === version ? header : undefined;
    };
    return this.wire.take(pick, `frame ${version}`, withinMs);
  }
}

let agents = 0;

export class FakeAgent {
  readonly host: NewHost;
  readonly name: string;
  /** Of its process. */
  readonly instance = crypto.randomUUID();
  /** Every socket it ever opened to a session, oldest first. */
  readonly links: SessionLink[] = [];
  readonly assignments: Assignment[] = [];
  readonly #options: AgentOptions;
  control: Wire | null = null;

  private constructor(host: NewHost, options: AgentOptions) {
    this.host = host;
    this.#options = options;
    this.name = options.name ?? `host-${++agents}`;
  }

  get agentId(): string {
    return this.host.id;
  }

  /** Let in, and not dialled. */
  static async make(options: AgentOptions = {}): Promise<FakeAgent> {
    const agent = new FakeAgent(options.host ?? (await newHost()), options);
    if (!options.newcomer) await makeKnown(agent.agentId, options.frameMs);
    return agent;
  }

  static async start(options: AgentOptions = {}): Promise<FakeAgent> {
    const agent = await FakeAgent.make(options);
    await agent.register();
    return agent;
  }

  static dialControl = (credential: string) =>
    Wire.dial("/api/agents/control", { authorization: `Bearer ${credential}` });

  /** A control socket on which nothing was said yet. */
  async knock(): Promise<Wire> {
    const control = await FakeAgent.dialControl(this.host.credential);
    if (control instanceof Wire) return control;
    throw new Error(`control was refused: ${control.status}`);
  }

  /** Dials the dispatcher and says what it holds. */
  async register(): Promise<void> {
    const control = await this.knock();
    this.control = control;
    control.onMessage((message) => {
      const said = dispatcherToAgent.parse(JSON.parse(String(message)));
      if (said.type === "assign") {
        this.assignments.push(said);
        const act = this.#options.onAssign ?? ((agent, assignment) => void agent.dialOnce(assignment));
        act(this, said);
      } else if (said.type === "unassign") {
        for (const link of this.holding()) {
          if (link.assignment.session === said.session && link.assignment.placement <= said.placement)
            link.wire.close();
        }
      }
    });
    control.send(this.registration());
    await this.said("registered");
  }

  registration(changes: object = {}): object {
    const { capacity = 100, slots = 1, frameMs = 100 } = this.#options;
    const holding = this.holding().map(({ assignment: { session, placement, ticket } }) => ({
      session,
      placement,
      ticket,
    }));
    const { name, instance } = this;
    return {
      type: "register",
      protocol: LIVE_PROTOCOL,
      instance,
      name,
      slots,
      capacity,
      frameMs,
      holding,
      ...changes,
    };
  }

  said(type: DispatcherToAgent["type"]): Promise<DispatcherToAgent> {
    if (!this.control) throw new Error("not registered");
    const pick = (incoming: Incoming) => {
      const said = dispatcherToAgent.parse(JSON.parse(String(incoming)));
      return said.type === type ? said : undefined;
    };
    return this.control.take(pick, type);
  }

  get bearer(): { authorization: string } {
    return { authorization: `Bearer ${this.host.credential}` };
  }

  holding = (): SessionLink[] => this.links.filter((link) => !link.wire.closed);

  /** Dials unless this very session is open already, as an honest agent does. */
  async dialOnce(assignment: Assignment): Promise<void> {
    if (!this.holding().some((link) => link.assignment.session === assignment.session))
      await this.dial(assignment);
  }

  async dial(assignment: Assignment): Promise<SessionLink> {
    const wire = await Wire.open(`${assignment.path}?ticket=${assignment.ticket}`, this.bearer);
    const onFrame =
      this.#options.onFrame ??
      ((link, header) => {
        link.picture(header);
        link.turn();
      });
    const link = new SessionLink(wire, assignment, onFrame);
    this.links.push(link);
    if (!this.#options.mute) {
      link.attach(this.name, this.#options.can);
      link.turn();
    }
    return link;
  }

  /** The socket to this sketch's session, once there is one. */
  linkTo(sketchId: string, withinMs?: number): Promise<SessionLink> {
    const mine = (link: SessionLink) => link.assignment.session.startsWith(sketchId);
    return eventually(() => this.holding().find(mine), `${this.name} holds ${sketchId}`, withinMs);
  }

  assigned(sketchId: string): Promise<Assignment> {
    return eventually(
      () => this.assignments.findLast(({ session }) => session.startsWith(sketchId)),
      `${this.name} is given ${sketchId}`,
    );
  }

  /** The host dies: every socket at once. */
  die(): void {
    this.control?.close();
    for (const link of this.holding()) link.wire.close();
  }
}
