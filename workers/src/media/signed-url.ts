/** Addresses that open one stored object until a time, for whoever has them. Nothing is read to check one. */
import { MEDIA_URL_MS } from "@llamasketch/contract";
import { MEDIA_ROOT } from "../http/media-root.ts";
import { decodeBase64Url, encodeBase64Url } from "hono/utils/encode";

const encoder = new TextEncoder();
const SIGNATURE = /^[A-Za-z0-9_-]{43}$/;

async function keyOf(secret: string): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", encoder.encode(`media:${secret}`), algorithm, false, [
    "sign",
    "verify",
  ]);
}

export function createSignedUrls(secrets: readonly string[], baseUrl: string) {
  return {
    /** The same within a quarter of its life, so that a browser's cache holds. */
    async sign(objectKey: string, nowMs: number): Promise<{ url: string; expiresAtMs: number }> {
      const stepMs = MEDIA_URL_MS / 4;
      const expiresAtMs = Math.ceil(nowMs / stepMs) * stepMs + MEDIA_URL_MS;
      const said = encoder.encode(`${objectKey}\n${expiresAtMs}`);
      const signed = await crypto.subtle.sign("HMAC", await keyOf(secrets[0] ?? ""), said);
      const signature = encodeBase64Url(signed).replace(/=+$/, "");
      return {
        url: `${baseUrl}${MEDIA_ROOT}${objectKey}?expires=${expiresAtMs}&signature=${signature}`,
        expiresAtMs,
      };
    },
    async verify(objectKey: string, expires: string, signature: string, nowMs: number): Promise<boolean> {
      if (!SIGNATURE.test(signature) || !(Number(expires) > nowMs)) return false;
      const said = encoder.encode(`${objectKey}\n${expires}`);
      for (const secret of secrets)
        if (await crypto.subtle.verify("HMAC", await keyOf(secret), decodeBase64Url(signature), said))
          return true;
      return false;
    },
  };
}
