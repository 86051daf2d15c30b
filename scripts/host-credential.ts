/** Credentials of GPU hosts, made through the operator's door as anybody makes them. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** A new host of this name; its credential. */
export async function newHost(url: string, operatorToken: string, name: string): Promise<string> {
  const answer = await fetch(`${url}/api/operator/hosts`, {
    method: "POST",
    headers: { authorization: `Bearer ${operatorToken}`, "content-type": "application/json" },
    body: JSON.stringify({ name }),
  });
  if (!answer.ok) throw new Error(`no host was made: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { credential: string }).credential;
}

/** That of the file if it still opens the door, else a new one, kept there for its owner alone. */
export async function keptHost(
  file: string,
  url: string,
  operatorToken: string,
  name: string,
): Promise<string> {
  const kept = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  if (kept !== "" && (await opens(url, kept))) return kept;
  const credential = await newHost(url, operatorToken, name);
  writeFileSync(file, `${credential}\n`, { mode: 0o600 });
  return credential;
}

/** Known, the door asks for a WebSocket; unknown, it says 401. */
async function opens(url: string, credential: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${credential}` };
  const answer = await fetch(`${url}/api/agents/control`, { headers });
  await answer.body?.cancel();
  return answer.status === 426;
}
