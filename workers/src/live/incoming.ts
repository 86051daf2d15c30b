/** What came in on a socket, as an event of the machine, or why it is not one. */
import {
  AGENT_MESSAGE_MAX_BYTES,
  CLIENT_MESSAGE_MAX_BYTES,
  FRAME_HEADER_BYTES,
  agentToSession,
  clientMessage,
  readHeader,
  readMessage,
  type CloseWhy,
} from "@llamasketch/contract";
import type { SessionEvent } from "@llamasketch/live";

export type Incoming = { event: SessionEvent } | { close: CloseWhy } | { refuse: "R1" };

/** Agents' text is short; only pictures are long. */
const AGENT_TEXT_MAX_CHARS = 4096;

export function fromClient(conn: string, data: string | ArrayBuffer): Incoming {
  if (typeof data === "string") {
    if (data.length > CLIENT_MESSAGE_MAX_BYTES) return { close: "too_big" };
    const message = readMessage(clientMessage, data);
    return message ? { event: { type: "clientMessage", conn, message } } : { refuse: "R1" };
  }
  if (data.byteLength > CLIENT_MESSAGE_MAX_BYTES) return { close: "too_big" };
  const message = new Uint8Array(data);
  const header = readHeader(message);
  if (header?.kind === "frame") return { event: { type: "frame", conn, header, message } };
  if (header?.kind === "chunk") {
    return { event: { type: "chunk", conn, header, bytes: message.subarray(FRAME_HEADER_BYTES) } };
  }
  return { close: "foreign" };
}

export function fromAgent(conn: string, data: string | ArrayBuffer): Incoming {
  if (typeof data === "string") {
    const message = data.length > AGENT_TEXT_MAX_CHARS ? null : readMessage(agentToSession, data);
    return message ? { event: { type: "agentMessage", conn, message } } : { close: "foreign" };
  }
  if (data.byteLength > AGENT_MESSAGE_MAX_BYTES) return { close: "too_big" };
  const message = new Uint8Array(data);
  const header = readHeader(message);
  return header?.kind === "picture"
    ? { event: { type: "picture", conn, header, message } }
    : { close: "foreign" };
}
