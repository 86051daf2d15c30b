import type { IncomingMessage } from "node:http";
import type { MemoryFiles } from "../memory-files.ts";
import { frameFolder, isFrameId } from "../nodes/live-frames.ts";
import { empty, text } from "./reply.ts";
import type { Reply } from "./reply.ts";
import { isFromHere, readBody } from "./request.ts";

const frameMaxBytes = 16 * 1024 * 1024;

/** `PUT` and `DELETE /llamasketch/frame/{id}`, as the project's node pack answers them. */
export async function frameRoute(request: IncomingMessage, id: string, files: MemoryFiles): Promise<Reply> {
  if (!isFromHere(request)) return text("only from this machine", 403);
  if (!isFrameId(id)) return text("not a frame id", 400);
  const isNew = files.get("temp", frameFolder, id) === undefined;
  if (request.method === "DELETE") {
    files.delete("temp", frameFolder, id);
    return empty(isNew ? 404 : 204);
  }
  if (Number(request.headers["content-length"] ?? 0) > frameMaxBytes) return text("frame too large", 413);
  const bytes = await readBody(request);
  if (bytes.length > frameMaxBytes) return text("frame too large", 413);
  if (!isPicture(bytes)) return text("neither JPEG, PNG nor WEBP", 415);
  files.set("temp", frameFolder, id, bytes);
  return empty(isNew ? 201 : 200);
}

function isPicture(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 12).toString("latin1");
  return (
    start.startsWith("\xff\xd8\xff") || start.startsWith("\x89PNG\r\n\x1a\n") || /^RIFF.{4}WEBP$/s.test(start)
  );
}
