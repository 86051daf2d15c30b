/** What somebody has stored, by their number and by their rows, and how near they are to their budget. */
import { env } from "cloudflare:workers";
import type { PictureImport, StorageView } from "@llamasketch/contract";
import { known } from "../ledger/books.ts";
import { call, expectJson, type Owned } from "../people.ts";

export const userOf = async (cookie: string): Promise<string> =>
  (await expectJson<{ user: { id: string } }>(call("GET", "/api/me", { cookie }))).user.id;
export const told = async (cookie: string): Promise<StorageView> =>
  (await expectJson<{ storage: StorageView }>(call("GET", "/api/account", { cookie }))).storage;

/** As it is told, and as the rows say: of this person alone. */
export async function numbersOf(userId: string) {
  const before = await known.storage.of(userId);
  const { adrift } = await known.storage.audit(justBefore(userId), 1);
  return { bytes: before?.bytes ?? 0, reserved: before?.reserved ?? 0, adrift };
}
/** The greatest id that is smaller. */
const justBefore = (id: string): string =>
  id.slice(0, -1) + String.fromCharCode((id.codePointAt(id.length - 1) ?? 1) - 1) + "~";

/** So that so much is left of their budget: counted, without any rows. */
export async function leave(cookie: string, leftBytes: number): Promise<string> {
  const userId = await userOf(cookie);
  const { bytes, reservedBytes, storedBytes } = await told(cookie);
  await known.commit([known.storage.add(userId, storedBytes - bytes - reservedBytes - leftBytes)]);
  return userId;
}

const ABOUT: PictureImport = {
  kind: "live",
  variation: null,
  version: 1,
  quality: "full",
  widthPx: 256,
  heightPx: 256,
  format: "png",
  settings: { prompt: "a house", strength: 0.5, seed: 7 },
  pinned: true,
  createdAt: "2026-01-02T03:04:05.000Z",
};

export function bring(
  { cookie, sketch }: Owned,
  version: number,
  image: Uint8Array<ArrayBuffer>,
  more: Partial<PictureImport> = {},
): Promise<Response> {
  const form = new FormData();
  form.set("about", JSON.stringify({ ...ABOUT, version, ...more }));
  form.set("image", new Blob([image], { type: "image/png" }));
  return call("PUT", `/api/sketches/${sketch.id}/pictures`, { cookie, body: form });
}

export const objectsOf = async (prefix: string): Promise<number> =>
  (await env.MEDIA.list({ prefix })).objects.length;
