/**
 * A Turnstile of our own at a real socket, for development and tests: it answers `siteverify` as Cloudflare does. A token reads
 * `pass:ACTION:HOSTNAME:ANYTHING` and is good once. `status:…`, `garbage:…` and `silence:…` are answered as a service in trouble
 * would; everything else is refused.
 */
import { createServer } from "node:http";
import { once } from "node:events";
import { text } from "node:stream/consumers";

export interface TurnstileDouble {
  url: string;
  close(): void;
}

export async function startTurnstileDouble(secret: string): Promise<TurnstileDouble> {
  const used = new Map<string, string>();
  const double: TurnstileDouble = { url: "", close: () => server.close() };
  const server = createServer(async (request, response) => {
    if (request.method !== "POST" || request.url !== "/siteverify") return response.writeHead(404).end();
    const asked = fieldsOf(request.headers["content-type"], await text(request));
    const trouble = asked.response?.split(":")[0];
    if (trouble === "silence") return;
    if (trouble === "status") return response.writeHead(503).end("{}");
    if (trouble === "garbage") return response.end("<html>");
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answerTo(asked, secret, used)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  const address = server.address();
  double.url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/siteverify`;
  return double;
}

function answerTo(asked: Record<string, string>, secret: string, used: Map<string, string>): object {
  const refuse = (code: string) => ({ success: false, "error-codes": [code] });
  if (asked.secret !== secret) return refuse("invalid-input-secret");
  const token = asked.response ?? "";
  const [word, action, hostname] = token.split(":");
  if (word !== "pass" || !hostname || token.length > 2048) return refuse("invalid-input-response");
  const before = used.get(token);
  if (before !== undefined && before !== asked.idempotency_key) return refuse("timeout-or-duplicate");
  used.set(token, asked.idempotency_key ?? "");
  return { success: true, "error-codes": [], challenge_ts: new Date().toISOString(), hostname, action };
}

function fieldsOf(type: string | undefined, body: string): Record<string, string> {
  if (!type?.includes("json")) return Object.fromEntries(new URLSearchParams(body));
  try {
    return JSON.parse(body) as Record<string, string>;
  } catch {
    return {};
  }
}
