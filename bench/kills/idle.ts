/** Idle sockets while the dispatcher restarts: none may close and no sketch may be placed anew. */
import { SketchApi } from "@llamasketch/headless";
import { WebSocket } from "ws";
import type { Stack } from "../../scripts/stack.ts";

const SKETCHES = 50;
const SOCKETS_PER_SKETCH = 10;
const WATCH_MS = 20_000;

interface Stats {
  placements: number;
  generation: number;
  attached: boolean;
}

export async function idleThroughRestart(
  stack: Stack,
): Promise<{ idleSockets: number; replacements: number }> {
  const api = new SketchApi(stack.url);
  const ids: string[] = [];
  const sockets: WebSocket[] = [];
  for (let at = 0; at < SKETCHES; at++) {
    const { id } = await api.createSketch({});
    ids.push(id);
    for (let client = 0; client < SOCKETS_PER_SKETCH; client++)
      sockets.push(await open(api, id, `idle-${at}-${client}`));
  }
  const stats = (id: string): Promise<Stats> =>
    api.request("GET", `/api/sketches/${id}/live`).then((response) => response.json() as Promise<Stats>);
  await until(async () => (await Promise.all(ids.map(stats))).every(({ attached }) => attached));
  const before = await Promise.all(ids.map(stats));
  const restart = await fetch(`${stack.url}/api/operator/dispatcher/restart`, {
    method: "POST",
    headers: { authorization: `Bearer ${stack.secrets.OPERATOR_TOKEN}` },
  });
  if (!restart.ok) throw new Error(`the dispatcher could not be restarted: ${restart.status}`);
  await new Promise((resolve) => setTimeout(resolve, WATCH_MS));
  const after = await Promise.all(ids.map(stats));
  const replacements = after.filter(
    ({ placements, attached }, at) => placements !== before[at]?.placements || !attached,
  ).length;
  const alive = sockets.filter((socket) => socket.readyState === WebSocket.OPEN).length;
  console.log(
    `  ${alive} of ${sockets.length} idle sockets open after a dispatcher restart, ${replacements} re-placements`,
  );
  for (const socket of sockets) socket.terminate();
  return { idleSockets: alive, replacements };
}

async function open(api: SketchApi, sketchId: string, clientId: string): Promise<WebSocket> {
  const socket = new WebSocket(await api.socketUrl(sketchId), { perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => socket.once("open", () => resolve()).once("error", reject));
  socket.on("error", () => undefined);
  socket.send(JSON.stringify({ type: "hello", protocol: 1, clientId, pen: "free" }));
  return socket;
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    if (await done()) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("the idle sketches did not all get an agent");
}
