import type { IncomingMessage } from "node:http";
import busboy from "busboy";
import sharp from "sharp";
import type { Engine } from "../engine/engine.ts";
import { cleanSubfolder, isFolderType, isPlainName } from "../memory-files.ts";
import { empty, json } from "./reply.ts";
import type { Reply } from "./reply.ts";
import { HttpProblem, asObject, maxBodyBytes, parseJson, readBody, serverTrouble } from "./request.ts";

interface UploadForm {
  readonly fields: ReadonlyMap<string, string>;
  readonly image: { readonly filename: string; readonly bytes: Buffer } | null;
}

/** `POST /upload/image`: 400 without an image or when a name points outside its folder. */
export function uploadImage(request: IncomingMessage, engine: Engine): Promise<Reply> {
  return upload(request, engine, async (bytes) => bytes);
}

/**
 * `POST /upload/mask`: lays the sent picture's alpha channel into the original that `original_ref` names;
 * stored as it is when there is none.
 */
export function uploadMask(request: IncomingMessage, engine: Engine): Promise<Reply> {
  return upload(request, engine, async (bytes, fields) => {
    const reference = asObject(parseJson(Buffer.from(fields.get("original_ref") ?? "")));
    if (!reference) return bytes;
    const type = String(reference["type"] ?? "output");
    const subfolder = cleanSubfolder(String(reference["subfolder"] ?? ""));
    const name = String(reference["filename"] ?? "");
    if (subfolder === null || !isFolderType(type) || !isPlainName(name)) throw new HttpProblem(400);
    const original = engine.files.get(type, subfolder, name);
    if (!original) return bytes;
    try {
      return await layAlpha(original.bytes, bytes);
    } catch {
      throw new HttpProblem(500, serverTrouble);
    }
  });
}

async function layAlpha(original: Buffer, mask: Buffer): Promise<Buffer> {
  const base = await sharp(original)
    .removeAlpha()
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = base.info;
  const alpha = await sharp(mask)
    .ensureAlpha()
    .extractChannel("alpha")
    .resize({ width, height, fit: "fill" })
    .raw()
    .toBuffer();
  return sharp(base.data, { raw: { width, height, channels: 3 } })
    .joinChannel(alpha, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
}

async function upload(
  request: IncomingMessage,
  { files, faults }: Engine,
  change: (bytes: Buffer, fields: ReadonlyMap<string, string>) => Promise<Buffer>,
): Promise<Reply> {
  const body = await readBody(request);
  const form = await readForm(request, body);
  const type = form.fields.get("type") ?? "input";
  const subfolder = cleanSubfolder(form.fields.get("subfolder") ?? "");
  const overwrite = ["true", "1"].includes(form.fields.get("overwrite") ?? "");
  if (!form.image || subfolder === null || !isPlainName(form.image.filename)) return empty(400);
  const folder = isFolderType(type) ? type : "input";
  if (faults.take("full-disk")) throw new HttpProblem(500, serverTrouble);
  const bytes = await change(form.image.bytes, form.fields);
  const name = files.upload(folder, subfolder, form.image.filename, bytes, overwrite);
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
