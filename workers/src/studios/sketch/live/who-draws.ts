/** Who draws in a session, and so pays: whoever holds the pen, or held it last. */
import { holdsPen, type SessionEvent, type SessionState } from "@llamasketch/live";
import type { Ports } from "../../../ports.ts";
import { livePayer, type Drawer, type LivePayer } from "./payer.ts";
import type { Peers } from "./peers.ts";

export class WhoDraws {
  readonly #services: Ports;
  readonly #address: string;
  readonly #state: SessionState;
  readonly #peers: Peers;
  #drawer: Drawer | null = null;

  constructor(services: Ports, address: string, state: SessionState, peers: Peers) {
    this.#services = services;
    this.#address = address;
    this.#state = state;
    this.#peers = peers;
  }

  /** Whether the holder of the pen wants a picture; then that one pays. `another`: and is not who drew before. */
  ink(event: SessionEvent): "none" | "same" | "another" {
    const isAsked =
      event.type === "frame" || (event.type === "clientMessage" && event.message.type === "changed");
    if (!isAsked || !holdsPen(this.#state, event.conn)) return "none";
    const note = this.#peers.find(event.conn)?.note;
    if (note?.role !== "client") return "same";
    const isAnother = this.#drawer?.userId !== note.userId;
    this.#drawer = note;
    return isAnother ? "another" : "same";
  }

  /** Whoever holds the pen, or drew last. */
  drawing(): Drawer | null {
    const pen = this.#state.pen?.conn;
    const note = pen ? this.#peers.find(pen)?.note : undefined;
    return note?.role === "client" ? note : this.#drawer;
  }

  payer(nowMs: number): Promise<LivePayer | null> {
    const drawer = this.drawing();
    return drawer ? livePayer(this.#services, drawer, this.#address, nowMs) : Promise.resolve(null);
  }
}
