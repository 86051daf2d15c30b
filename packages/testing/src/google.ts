/**
 * An OpenID provider of our own at a real socket, in Google's place for development and tests. Its page asks for a mail address and
 * believes it; a test adds `sign_in_as` to the address of that page and is sent back at once. What it signs it can be told to spoil.
 */
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { SignJWT, exportJWK, generateKeyPair } from "jose";

export interface GoogleDouble {
  issuer: string;
  clientId: string;
  clientSecret: string;
  close(): void;
}

/** What is wrong with the next token: a test says so with `spoil` in the address of the page. */
type Spoil = "signature" | "issuer" | "audience" | "nonce" | "expired" | "unverified" | "no_email";

interface Grant {
  email: string;
  subject: string;
  spoil: Spoil | null;
  nonce: string | null;
  challenge: string | null;
  redirectUri: string;
}

export async function startGoogleDouble(): Promise<GoogleDouble> {
  const [keys, others] = await Promise.all([generateKeyPair("RS256"), generateKeyPair("RS256")]);
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: "1", alg: "RS256", use: "sig" };
  const grants = new Map<string, Grant>();
  const double: GoogleDouble = {
    issuer: "",
    clientId: "llamasketch.local",
    clientSecret: randomBytes(24).toString("base64url"),
    close: () => server.close(),
  };

  const tokenOf = (grant: Grant): Promise<string> => {
    const { spoil, email, subject, nonce } = grant;
    const nowS = Math.floor(Date.now() / 1000);
    const sentNonce = spoil === "nonce" ? "another" : nonce;
    return new SignJWT({
      ...(spoil !== "no_email" && { email }),
      email_verified: spoil !== "unverified",
      name: email.split("@")[0] ?? "",
      picture: "https://example.com/face.png",
      ...(sentNonce && { nonce: sentNonce }),
    })
      .setProtectedHeader({ alg: "RS256", kid: "1" })
      .setSubject(subject)
      .setIssuer(spoil === "issuer" ? "https://evil.test" : double.issuer)
      .setAudience(spoil === "audience" ? "somebody-else" : double.clientId)
      .setIssuedAt(nowS - 7200)
      .setExpirationTime(spoil === "expired" ? nowS - 3600 : nowS + 3600)
      .sign(spoil === "signature" ? others.privateKey : keys.privateKey);
  };

  async function exchange(request: IncomingMessage): Promise<[status: number, body: object]> {
    const asked = new URLSearchParams(await text(request));
    const basic = request.headers.authorization?.match(/^Basic (.+)$/)?.[1];
    const [id, secret] = basic
      ? Buffer.from(basic, "base64").toString().split(":").map(decodeURIComponent)
      : [asked.get("client_id"), asked.get("client_secret")];
    const grant = grants.get(asked.get("code") ?? "");
    grants.delete(asked.get("code") ?? "");
    if (id !== double.clientId || secret !== double.clientSecret) return [401, { error: "invalid_client" }];
    const challenge = createHash("sha256")
      .update(asked.get("code_verifier") ?? "")
      .digest("base64url");
    if (!grant || grant.redirectUri !== asked.get("redirect_uri") || grant.challenge !== challenge)
      return [400, { error: "invalid_grant" }];
    return [
      200,
      {
        access_token: randomBytes(16).toString("hex"),
        token_type: "Bearer",
        expires_in: 3600,
        scope: "openid email profile",
        id_token: await tokenOf(grant),
      },
    ];
  }

  function authorize(query: URLSearchParams, response: ServerResponse): void {
    const email = query.get("sign_in_as");
    const redirectUri = query.get("redirect_uri") ?? "";
    if (!email) {
      const hidden = [...query].map(
        ([name, value]) => `<input type="hidden" name="${html(name)}" value="${html(value)}">`,
      );
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(PAGE.replace("<!-- hidden -->", hidden.join("")));
      return;
    }
    const code = randomBytes(16).toString("hex");
    const subject = query.get("subject") ?? createHash("sha256").update(email).digest("hex").slice(0, 21);
    const spoil = query.get("spoil") as Spoil | null;
    const [nonce, challenge] = [query.get("nonce"), query.get("code_challenge")];
    grants.set(code, { email, subject, spoil, nonce, challenge, redirectUri });
    const back = new URL(redirectUri);
    back.searchParams.set("code", code);
    back.searchParams.set("state", query.get("state") ?? "");
    response.writeHead(302, { location: back.href }).end();
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const json = (body: object, status = 200): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    if (pathname === "/.well-known/openid-configuration") return json(aboutOf(double.issuer));
    if (pathname === "/keys") return json({ keys: [jwk] });
    if (pathname === "/authorize") return authorize(searchParams, response);
    if (pathname === "/token" && request.method === "POST") {
      exchange(request).then(
        ([status, body]) => json(body, status),
        () => json({ error: "server_error" }, 500),
      );
      return;
    }
    response.writeHead(404).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  const address = server.address();
  double.issuer = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return double;
}

const aboutOf = (issuer: string): object => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ["code"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
  scopes_supported: ["openid", "email", "profile"],
  code_challenge_methods_supported: ["S256"],
});

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const html = (value: string): string => value.replaceAll(/[&<>"]/g, (char) => ENTITIES[char] ?? char);

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>In Google's place</title>
<style>body{font:16px/1.5 system-ui;max-width:26rem;margin:4rem auto;padding:0 1rem}input,button{font:inherit;padding:.6rem;width:100%;box-sizing:border-box;margin-top:.5rem}</style>
<h1>In Google's place</h1><p>On this machine nobody asks Google. Say who you want to be.</p>
<form action="/authorize"><!-- hidden --><label>Email address<input type="email" name="sign_in_as" required></label><button>Continue</button></form></html>`;
