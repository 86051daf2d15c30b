/** A TCP relay that can swallow: existing connections stay open and carry nothing; new ones work. */
import { connect, createServer, type Server, type Socket } from "node:net";

export interface BlackHole {
  /** Same scheme and path-less, as the address it stands before. */
  url: string;
  swallow(): void;
  close(): void;
}

export async function blackHole(url: string): Promise<BlackHole> {
  const target = new URL(url);
  const pairs = new Set<[Socket, Socket]>();
  const server: Server = createServer((near) => {
    const far = connect(Number(target.port), "127.0.0.1");
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    near.pipe(far);
    far.pipe(near);
    const end = (): void => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) socket.on("error", end).on("close", end);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `${target.protocol}//127.0.0.1:${port}`,
    swallow() {
      for (const [near, far] of pairs) {
        near.unpipe(far);
        far.unpipe(near);
        near.pause();
        far.pause();
      }
    },
    close() {
      for (const [near, far] of pairs) {
        near.destroy();
        far.destroy();
      }
      server.close();
    },
  };
}
