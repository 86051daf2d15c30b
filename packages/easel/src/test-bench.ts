import { ComfyClient, connectComfy, modelFreeGraph, runPrompt } from "@llamasketch/comfyui";
import type { ComfyPicture, ComfyRunOptions, ComfySocket, ComfyWorkflow } from "@llamasketch/comfyui";
import sharp from "sharp";
import { WebSocket } from "ws";
import { createEasel } from "./easel.ts";
import type { Easel, EaselOptions } from "./easel.ts";

/** An easel with a client and a socket to it. */
export interface Bench {
  readonly easel: Easel;
  readonly client: ComfyClient;
  readonly socket: ComfySocket;
  /** An uploaded drawing of a box. */
  readonly image: string;
  run(workflow: ComfyWorkflow, more?: Partial<ComfyRunOptions>): Promise<readonly ComfyPicture[]>;
  close(): Promise<void>;
}

/** Starts an easel on a free port for a test. */
export async function openBench(options: Partial<EaselOptions> = {}): Promise<Bench> {
  const easel = await createEasel({ port: 0, ...options });
  const client = new ComfyClient({ baseUrl: easel.url, fetch });
  const socket = await connectComfy({ baseUrl: easel.url, WebSocket });
  const image = await uploadBox(client);
  return {
    easel,
    client,
    socket,
    image,
    run: (workflow, more = {}) =>
      runPrompt({ client, socket, promptId: crypto.randomUUID(), silenceMs: 300, ...workflow, ...more }),
    close: async () => {
      socket.close();
      await easel.close();
    },
  };
}

/** Uploads a drawing of a box into a subfolder; resolves with its name there. */
export async function uploadBox(client: ComfyClient): Promise<string> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect width="96" height="96" fill="white"/>
    <rect x="20" y="30" width="50" height="50" fill="none" stroke="black" stroke-width="3"/></svg>`;
  const png = await sharp(Buffer.from(svg)).png().toBuffer();
  const target = { name: "frame.png", subfolder: "s1", overwrite: true, mime: "image/png" };
  const { name, subfolder } = await client.uploadImage(new Uint8Array(png), target);
  return `${subfolder}/${name}`;
}

/** A small graph without a model. */
export function smallGraph(image: string): ComfyWorkflow {
  return modelFreeGraph({ image, width: 32, height: 32 });
}
