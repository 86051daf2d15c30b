/** A GPU host for measurements: let in, and timed, so that it is given as many sketches as it says. */
import { SketchApi, Artist } from "@llamasketch/headless";
import { newHost } from "../../scripts/host-credential.ts";
import type { Stack } from "../../scripts/stack.ts";
import { canvasMaker } from "./canvas.ts";

const SETTINGS = { prompt: "a quiet pond", strength: 0.5, seed: 1 };
const TIMED_WITHIN_MS = 60_000;
const CANVAS_BYTES = 16 * 1024;

export const hostFor = (stack: Stack, name: string): Promise<string> =>
  newHost(stack.url, stack.secrets.OPERATOR_TOKEN, name);

/** Draws until every host that is here was timed: a newcomer has one sketch at a time. */
export async function introduce(stack: Stack): Promise<void> {
  const api = new SketchApi(stack.url);
  const untilMs = performance.now() + TIMED_WITHIN_MS;
  const maker = await canvasMaker(CANVAS_BYTES);
  while (await someIsNew(stack)) {
    const { id } = await api.createSketch(SETTINGS);
    const artist = new Artist({
      api,
      sketchId: id,
      settings: SETTINGS,
      encode: async () => maker(),
      refine: false,
    });
    artist.live.inked();
    await artist.settled(Math.max(1, untilMs - performance.now()));
    artist.live.stop();
  }
}

async function someIsNew(stack: Stack): Promise<boolean> {
  const headers = { authorization: `Bearer ${stack.secrets.OPERATOR_TOKEN}` };
  const answer = await fetch(`${stack.url}/api/operator/dispatcher`, { headers });
  const { hosts } = (await answer.json()) as { hosts: { connected: boolean; timed: boolean }[] };
  return hosts.length === 0 || hosts.some(({ connected, timed }) => connected && !timed);
}
