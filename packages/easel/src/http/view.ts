import sharp from "sharp";
import { cleanSubfolder, isFolderType } from "../memory-files.ts";
import type { MemoryFiles } from "../memory-files.ts";
import { empty } from "./reply.ts";
import type { Reply } from "./reply.ts";

const mimeByExtension = new Map([
  ["png", "image/png"],
  ["jpg", "image/jpeg"],
  ["jpeg", "image/jpeg"],
  ["webp", "image/webp"],
  ["gif", "image/gif"],
]);

/** `GET /view`: a stored file, as it is, as a smaller preview, or one channel of it. */
export async function viewFile(query: URLSearchParams, files: MemoryFiles): Promise<Reply> {
  if (!query.has("filename")) return empty(404);
  const filename = query.get("filename") ?? "";
  const type = query.get("type") ?? "output";
  if (filename === "" || filename.startsWith("/") || filename.includes("..") || !isFolderType(type))
    return empty(400);
  const subfolder = cleanSubfolder(query.get("subfolder") ?? "");
  if (subfolder === null) return empty(403);
  // A path in the file name is cut off, as ComfyUI does.
  const name = filename.slice(filename.lastIndexOf("/") + 1);
  const file = files.get(type, subfolder, name);
  if (!file) return empty(404);
  const reply = (body: Buffer, mime: string): Reply => ({
    status: 200,
    headers: {
      "content-type": mime,
      "content-disposition": `filename="${encodeURIComponent(name)}"`,
      "x-content-type-options": "nosniff",
    },
    body,
  });
  try {
    const preview = query.get("preview");
    if (preview !== null) {
      const [format, quality] = preview.split(";");
      const encode = { quality: Math.min(100, Math.max(1, Number(quality) || 90)) };
      const image = sharp(file.bytes, { failOn: "none" });
      if (format === "jpeg" && !(query.get("channel") ?? "").includes("a")) {
        return reply(await image.flatten().jpeg(encode).toBuffer(), "image/jpeg");
      }
      return reply(await image.webp(encode).toBuffer(), "image/webp");
    }
    const channel = query.get("channel");
    if (channel === "rgb") return reply(await sharp(file.bytes).removeAlpha().png().toBuffer(), "image/png");
    if (channel === "a") return reply(await alphaOnly(file.bytes), "image/png");
  } catch {
    return empty(500);
  }
  // Only image types are named, so that an uploaded page is never run as one.
  const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return reply(file.bytes, mimeByExtension.get(extension) ?? "application/octet-stream");
}

async function alphaOnly(bytes: Buffer): Promise<Buffer> {
  const alpha = await sharp(bytes)
    .ensureAlpha()
    .extractChannel("alpha")
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = alpha.info;
  const black = { create: { width, height, channels: 3, background: "black" } } as const;
  return sharp(black)
    .joinChannel(alpha.data, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
}
