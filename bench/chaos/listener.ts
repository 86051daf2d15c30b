/** Whoever asked to be told: counts what it is told of each generation. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

interface Told {
  type: string;
  data: { id: string };
}

export interface Listener {
  url: string;
  /** By generation: the ends it was told of, and how often. */
  heard: ReadonlyMap<string, { ends: ReadonlySet<string>; times: number }>;
  close(): void;
}

export async function openListener(): Promise<Listener> {
  const heard = new Map<string, { ends: Set<string>; times: number }>();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { type, data } = JSON.parse(body) as Told;
      const one = heard.get(data.id) ?? { ends: new Set<string>(), times: 0 };
      heard.set(data.id, one);
      one.ends.add(`${request.headers["webhook-id"]} ${type}`);
      one.times += 1;
      response.end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, heard, close: () => server.close() };
}
