/** What came in on a socket, as an event of the machine, or why it is not one. */
import {
  AGENT_MESSAGE_MAX_BYTES,
  CLIENT_MESSAGE_MAX_BYTES,
  FRAME_HEADER_BYTES,
  agentToSession,
  clientMessage,
  parseJson,
  readHeader,
  readMessage,
  CLIENT_MESSAGE_TYPES,
  unknownInFrame,
  type CloseWhy,
  type Refusal,
} from "@llamasketch/contract";
import type { SessionEvent } from "@llamasketch/live";
import { invalid } from "../../../http/errors.ts";

/** `fields`: what is wrong with which. */
type Refused = { refuse: Refusal; fields?: Record<string, string> };
export type Incoming = { event: SessionEvent } | { close: CloseWhy } | Refused;

/** Agents' text is short; only pictures are long. */
const AGENT_TEXT_MAX_CHARS = 4096;

export function fromClient(conn: string, data: string | ArrayBuffer): Incoming {
  if (typeof data === "string") {
    if (data.length > CLIENT_MESSAGE_MAX_BYTES) return { close: "too_big" };
    return fromClientText(conn, data);
  }
  if (data.byteLength > CLIENT_MESSAGE_MAX_BYTES) return { close: "too_big" };
  const message = new Uint8Array(data);
  const fields = unknownInFrame(message);
  if (fields) return { refuse: "R21", fields };
  const header = readHeader(message);
  if (header?.kind === "frame") return { event: { type: "frame", conn, header, message } };
  if (header?.kind === "chunk") {
    return { event: { type: "chunk", conn, header, bytes: message.subarray(FRAME_HEADER_BYTES) } };
  }
  return { close: "foreign" };
}

/** R1 for what is no message; of one that is, R20 says which fields are not as they should be. */
function fromClientText(conn: string, text: string): Incoming {
  const said = typed(text);
  if (!said || !CLIENT_MESSAGE_TYPES.has(said.type)) return { refuse: "R1" };
  const { data: message, error } = clientMessage.safeParse(said);
  if (message) return { event: { type: "clientMessage", conn, message } };
  return { refuse: "R20", fields: invalid(error).fields ?? {} };
}

/** Anybody's text, a hundred times a second: nothing is looked at but its type. */
function typed(text: string): { type: string } | null {
  try {
    const said: unknown = parseJson(text);
    if (typeof said !== "object" || said === null || !("type" in said)) return null;
    return typeof said.type === "string" ? (said as { type: string }) : null;
  } catch {
    return null;
  }
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
