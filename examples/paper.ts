/** White paper, black strokes and a PNG of them: what the example draws on. */
import { crc32, deflateSync } from "node:zlib";

const SIDE = 512;
const pixels = new Uint8Array(SIDE * SIDE).fill(255);

type Step = [x0: number, y0: number, x1: number, y1: number];

export const paper = {
  side: SIDE,
  /** Inks a straight piece, five pixels wide. */
  ink([x0, y0, x1, y1]: Step): void {
    const count = Math.ceil(Math.hypot(x1 - x0, y1 - y0)) + 1;
    for (let at = 0; at <= count; at++) {
      const [x, y] = [x0 + ((x1 - x0) * at) / count, y0 + ((y1 - y0) * at) / count].map(Math.round) as [
        number,
        number,
      ];
      for (let row = y - 2; row <= y + 2; row++) pixels.fill(0, row * SIDE + x - 2, row * SIDE + x + 3);
    }
  },
};

const corners: [number, number][][] = [
  [
    [120, 250],
    [120, 430],
    [390, 430],
    [390, 250],
    [120, 250],
  ],
  [
    [95, 260],
    [255, 110],
    [415, 260],
  ],
  [
    [225, 430],
    [225, 330],
    [285, 330],
    [285, 430],
  ],
  [
    [310, 290],
    [360, 290],
    [360, 340],
    [310, 340],
    [310, 290],
  ],
  [
    [30, 432],
    [480, 432],
  ],
];

/** Strokes as a hand makes them, in pieces of about 40 pixels. */
export const house: Step[][] = corners.map((line) =>
  line.slice(1).flatMap(([x, y], at): Step[] => {
    const [fromX, fromY] = line[at] ?? [x, y];
    const count = Math.max(2, Math.round(Math.hypot(x - fromX, y - fromY) / 40));
    const part = (share: number): [number, number] => [
      fromX + (x - fromX) * share,
      fromY + (y - fromY) * share,
    ];
    return Array.from({ length: count }, (_, step) => [...part(step / count), ...part((step + 1) / count)]);
  }),
);

/** The paper as an 8-bit grey PNG. */
export function png(): Buffer {
  const chunk = (type: string, body: Uint8Array): Buffer => {
    const bytes = Buffer.alloc(12 + body.length);
    bytes.writeUInt32BE(body.length);
    bytes.write(type, 4, "latin1");
    bytes.set(body, 8);
    bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + body.length)), 8 + body.length);
    return bytes;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(SIDE);
  head.writeUInt32BE(SIDE, 4);
  head[8] = 8;
  const rows = Buffer.alloc(SIDE * (SIDE + 1));
  for (let y = 0; y < SIDE; y++) rows.set(pixels.subarray(y * SIDE, (y + 1) * SIDE), y * (SIDE + 1) + 1);
  const data = deflateSync(rows, { level: 3 });
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}
