import type { FaultBoard } from "../faults/fault-board.ts";

/** The frame, unless a fault damages it. */
export function spoilFrame(frame: Buffer, faults: FaultBoard): Buffer {
  if (faults.take("truncated-frame")) return frame.subarray(0, Math.floor(frame.length / 2));
  if (!faults.take("garbage-frame")) return frame;
  const noise = Buffer.alloc(64);
  for (let i = 0; i < noise.length; i++) noise[i] = (i * 151 + 57) & 255;
  noise.writeUInt32BE(99, 0);
  return noise;
}
