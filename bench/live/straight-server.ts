/**
 * The baseline's server: one Node process between browsers and ComfyUI, one slot a socket, as such products are built
 * today. The canvas is uploaded, the result saved as PNG by SaveImage and fetched over `/view`. Arguments: ComfyUI URLs.
 */
import { randomUUID } from "node:crypto";
import { ComfyClient, connectComfy, imageToImageGraph, runPromptForFiles } from "@llamasketch/comfyui";
import { WebSocket, WebSocketServer } from "ws";
import { STRAIGHT } from "./overhead-terms.ts";

const slots = await Promise.all(
  process.argv.slice(2).map(async (baseUrl) => ({
    client: new ComfyClient({ baseUrl, fetch }),
    socket: await connectComfy({ baseUrl, WebSocket: WebSocket as never }),
  })),
);
const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
server.on("connection", (socket, request) => {
  const slot = slots[Number(request.url?.slice(1))];
  if (!slot) return socket.close();
  socket.on("message", (canvas: Buffer) => {
    void draw(slot, request.url?.slice(1) ?? "", new Uint8Array(canvas)).then(
      (picture) => socket.send(picture),
      (error: unknown) => socket.close(1011, String(error).slice(0, 100)),
    );
  });
});
server.on("listening", () => {
  const address = server.address();
  if (typeof address === "object" && address) console.log(address.port);
});

async function draw(
  { client, socket }: (typeof slots)[number],
  name: string,
  canvas: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
  const place = { name: "canvas.jpeg", subfolder: `straight-${name}`, overwrite: true, mime: "image/jpeg" };
  const uploaded = await client.uploadImage(canvas, place);
  const { graph, outputNode } = imageToImageGraph({
    ...STRAIGHT,
    image: `${uploaded.subfolder}/${uploaded.name}`,
  });
  const images = graph[outputNode]?.inputs.images;
  if (images === undefined) throw new Error("the workflow has no picture to save");
  const [file] = await runPromptForFiles({
    graph: {
      ...graph,
      [outputNode]: {
        class_type: "SaveImage",
        inputs: { images, filename_prefix: `straight-${name}` },
      },
    },
    outputNode,
    client,
    socket,
    promptId: randomUUID(),
  });
  if (!file) throw new Error("ComfyUI saved no picture");
  return client.view(file);
}
