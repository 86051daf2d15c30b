import { copyImage, shareFile } from "../../../ui/browser-gifts.ts";
import { pictureFile } from "./picture-file.ts";
import { saveFile } from "../../../ui/save-file.ts";

export type Shared = "shared" | "copied" | "saved" | "cancelled";

/** Hands a picture to another app, or else to the clipboard, or else to the downloads. */
export async function sharePicture(picture: Blob, name: string, title: string): Promise<Shared> {
  const file = new File([await pictureFile(picture, "png")], name, { type: "image/png" });
  const shared = await shareFile(file, title);
  if (shared !== "impossible") return shared;
  if (await copyImage(file)) return "copied";
  saveFile(file, name);
  return "saved";
}
