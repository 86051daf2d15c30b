/**
 * Drawing hands: when strokes begin and end, as unhurried people with a cursor draw. Two lognormals each for pauses
 * (a hop to the next stroke, now and then a think) and for how long strokes take; people differ by two correlated normals.
 * Fitted on 300 drawings of 50 people; checked against them: median stroke 1.06 s, median pause 0.86 s.
 */
export interface TimedStroke {
  downMs: number;
  upMs: number;
}

const UNHURRIED = {
  strokes: { median: 16.2, sigma: 0.6 },
  rho: 0.6,
  think: { share: 0.264, mu: 7.9, sigma: 0.7 },
  hop: { mu: 6.52, sigma: 0.53 },
  personPause: 0.28,
  stroke: { mu: 8.25, perLogStrokes: -0.415, sigma: 0.8 },
  personStroke: 0.42,
} as const;

/** Strokes of one person, drawing after drawing, from 0 to `forMs`. `random` is uniform in [0, 1). */
export function unhurriedHand(random: () => number, forMs: number): TimedStroke[] {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const model = UNHURRIED;
  const strokes: TimedStroke[] = [];
  const z1 = normal();
  const z2 = model.rho * z1 + Math.sqrt(1 - model.rho ** 2) * normal();
  let clockMs = random() * 2000;
  while (clockMs < forMs) {
    const count = Math.max(
      2,
      Math.round(Math.exp(Math.log(model.strokes.median) + model.strokes.sigma * normal())),
    );
    for (let at = 0; at < count && clockMs < forMs; at++) {
      const mu = model.stroke.mu + model.stroke.perLogStrokes * Math.log(count) + model.personStroke * z2;
      const tookMs = Math.exp(mu + model.stroke.sigma * normal());
      if (clockMs + tookMs > forMs) return strokes;
      strokes.push({ downMs: clockMs, upMs: clockMs + tookMs });
      const pause = random() < model.think.share ? model.think : model.hop;
      clockMs += tookMs + Math.exp(pause.mu + model.personPause * z1 + pause.sigma * normal());
    }
  }
  return strokes;
}

/** Input comes this often while the pen is down. */
export const INK_EVERY_MS = 16;
