import { pictureFile } from "./picture-file.ts";
import { saveFile } from "./save-file.ts";

export type Shared = "shared" | "copied" | "saved" | "cancelled";

/** Hands a picture to another app, or else to the clipboard, or else to the downloads. */
export async function sharePicture(picture: Blob, name: string, title: string): Promise<Shared> {
  const file = new File([await pictureFile(picture, "png")], name, { type: "image/png" });
  const data = { files: [file], title };
  if (navigator.canShare?.(data)) {
    try {
      await navigator.share(data);
      return "shared";
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return "cancelled";
    }
  }
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": file })]);
    return "copied";
  } catch {
    saveFile(file, name);
    return "saved";
  }
}
