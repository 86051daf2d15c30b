import type { Canvas } from "./brush.ts";
import { seededRandom } from "./seeded-random.ts";
import type { Underpainting } from "./underpainting.ts";
import type { Brief } from "./words.ts";

/** Stars in the sky, rain or falling snow over everything. */
export function addWeather(canvas: Canvas, under: Underpainting, brief: Brief, seed: number): void {
  const random = seededRandom((seed ^ brief.salt ^ 0x77) >>> 0);
  const size = Math.max(canvas.width, canvas.height) / 512;
  const { stars } = brief.hour;
  const outdoors = brief.place.kind !== "room";
  for (let i = 0; i < 230 * stars && outdoors; i++) {
    const [x, y, power] = [random() * canvas.width, random() ** 1.3 * canvas.height, random()];
    const cell = canvas.cellRowOfY[Math.floor(y)] + canvas.cellOfX[Math.floor(x)];
    if (under.isSky[cell]) dot(canvas, x, y, size * (0.7 + 1.1 * power ** 4), 0.35 + 0.65 * power);
  }
  if (brief.snow) {
    for (let i = 0; i < 330; i++) {
      const near = random();
      dot(
        canvas,
        random() * canvas.width,
        random() * canvas.height,
        size * (0.8 + 2.4 * near ** 3),
        0.45 + 0.5 * near,
      );
    }
  }
  if (brief.rain) {
    for (let i = 0; i < 420; i++) {
      const [x, y, length] = [
        random() * canvas.width * 1.1,
        random() * canvas.height,
        (9 + 22 * random()) * size,
      ];
      for (let step = 0; step < length; step++) {
        blend(canvas, Math.floor(x - step * 0.22), Math.floor(y + step), 225, 235, 242, 0.2);
      }
    }
  }
}

function dot(canvas: Canvas, x: number, y: number, radius: number, opacity: number): void {
  const reach = Math.ceil(radius);
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const inside = Math.max(0, 1 - Math.hypot(dx, dy) / (radius + 0.5));
      if (inside > 0)
        blend(
          canvas,
          Math.floor(x) + dx,
          Math.floor(y) + dy,
          255,
          252,
          240,
          opacity * Math.min(1, inside * 1.6),
        );
    }
  }
}

function blend(canvas: Canvas, x: number, y: number, r: number, g: number, b: number, opacity: number): void {
  if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) return;
  const i = (y * canvas.width + x) * 3;
  canvas.paint[i] += (r - canvas.paint[i]) * opacity;
  canvas.paint[i + 1] += (g - canvas.paint[i + 1]) * opacity;
  canvas.paint[i + 2] += (b - canvas.paint[i + 2]) * opacity;
}
