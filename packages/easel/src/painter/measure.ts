// Run by hand: node packages/easel/src/painter/measure.ts. Prints the median of 20 paintings a size.
import { paint } from "./paint.ts";

function sketch(side: number): Uint8Array {
  const pixels = new Uint8Array(side * side * 3).fill(255);
  const pen = (x: number, y: number): void => {
    const radius = Math.max(1, side / 200);
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) {
        const at = (Math.round(y + dy) * side + Math.round(x + dx)) * 3;
        pixels.fill(20, at, at + 3);
      }
    }
  };
  for (let step = 0; step < 2000; step++) {
    const turn = (step / 2000) * Math.PI * 2;
    pen(side * (0.75 + 0.08 * Math.cos(turn)), side * (0.2 + 0.08 * Math.sin(turn)));
    pen(side * (0.4 + 0.22 * Math.cos(turn)), side * (0.6 + 0.2 * Math.sin(turn) * Math.cos(turn / 3)));
    pen(side * (0.05 + (0.9 * step) / 2000), side * (0.82 + 0.02 * Math.sin(turn * 4)));
  }
  return pixels;
}

for (const side of [256, 512, 768]) {
  const pixels = sketch(side);
  const times: number[] = [];
  for (let round = 0; round < 25; round++) {
    const start = performance.now();
    paint({ pixels, width: side, height: side, prompt: "a lake at dusk", strength: 0.6, seed: round });
    if (round >= 5) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  console.log(`${side}x${side}: median ${times[10].toFixed(1)} ms, worst ${times[19].toFixed(1)} ms of 20`);
}
