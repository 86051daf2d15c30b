import type { IncomingMessage } from "node:http";
import busboy from "busboy";
import { cleanSubfolder, isFolderType, isPlainName } from "../memory-files.ts";
import type { MemoryFiles } from "../memory-files.ts";
import { empty, json } from "./reply.ts";
import type { Reply } from "./reply.ts";
import { HttpProblem, maxBodyBytes, readBody } from "./request.ts";

interface UploadForm {
  readonly fields: ReadonlyMap<string, string>;
  readonly image: { readonly filename: string; readonly bytes: Buffer } | null;
}

/** `POST /upload/image`: 400 without an image or when a name points outside its folder. */
export async function uploadImage(request: IncomingMessage, files: MemoryFiles): Promise<Reply> {
  const body = await readBody(request);
  const form = await readForm(request, body);
  const type = form.fields.get("type") ?? "input";
  const subfolder = cleanSubfolder(form.fields.get("subfolder") ?? "");
  const overwrite = ["true", "1"].includes(form.fields.get("overwrite") ?? "");
  if (!form.image || subfolder === null || !isPlainName(form.image.filename)) return empty(400);
  const folder = isFolderType(type) ? type : "input";
  const name = files.upload(folder, subfolder, form.image.filename, form.image.bytes, overwrite);
  return json({ name, subfolder, type: folder });
}

function readForm(request: IncomingMessage, body: Buffer): Promise<UploadForm> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, string>();
    let image: UploadForm["image"] = null;
    let parser: busboy.Busboy;
    try {
      // Paths are kept in file names so that one pointing elsewhere is refused, not quietly trimmed.
      parser = busboy({
        headers: request.headers,
        preservePath: true,
        defParamCharset: "utf8",
        limits: { files: 4, fields: 32, fieldSize: 1_000_000, fileSize: maxBodyBytes },
      });
    } catch {
      reject(new HttpProblem(400));
      return;
    }
    parser.on("field", (name, value) => fields.set(name, value));
    parser.on("file", (name, stream, info) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("error", () => reject(new HttpProblem(400)));
      stream.on("end", () => {
        if (name === "image" && !image)
          image = { filename: info.filename ?? "", bytes: Buffer.concat(chunks) };
      });
    });
    parser.on("error", () => reject(new HttpProblem(400)));
    parser.on("close", () => resolve({ fields, image }));
    parser.end(body);
  });
}
