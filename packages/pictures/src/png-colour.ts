/** What a PNG says of its colours, in whichever of its four ways, as one profile: that everything reads. */
import { inflated, viewOf, type Bytes } from "./bytes.ts";
import { PROFILE_MAX_BYTES, bareProfile } from "./icc.ts";
import { greyProfile, lightProfile, type Curve, type Triple } from "./icc-writer.ts";

/** Data of its chunks, by name. */
export type ColourChunks = ReadonlyMap<"cICP" | "iCCP" | "sRGB" | "gAMA" | "cHRM", Uint8Array>;

/** Null: samples are sRGB, as those are that say nothing. `hdr`: it has more light than a screen of usual range. */
export async function pngProfile(chunks: ColourChunks, isGrey: boolean): Promise<Bytes | null | "hdr"> {
  const [cicp, iccp] = [chunks.get("cICP"), chunks.get("iCCP")];
  // One that says more than another goes before it.
  const coded = cicp?.length === 4 ? codedProfile(cicp, isGrey) : null;
  if (coded !== null) return coded === "sRGB" ? null : coded;
  const profile = iccp && (await unpacked(iccp));
  const bare = profile && bareProfile(profile, isGrey ? "GRAY" : "RGB ");
  if (bare) return bare;
  return chunks.has("sRGB") ? null : gammaProfile(chunks, isGrey);
}

async function unpacked(iccp: Uint8Array): Promise<Bytes | null> {
  const name = iccp.indexOf(0);
  return name === -1 || iccp[name + 1] !== 0 ? null : inflated(iccp.subarray(name + 2), PROFILE_MAX_BYTES);
}

const SRGB_CURVE: Curve = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045];
/** Of television: 1.099 v^0.45 - 0.099, and a line below. */
const TELEVISION: Curve = [1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081];
/** By the numbers of ITU-T H.273. */
const CURVES: ReadonlyMap<number, Curve> = new Map<number, Curve>([
  [1, TELEVISION],
  [4, [2.2]],
  [5, [2.8]],
  [6, TELEVISION],
  [8, [1]],
  [13, SRGB_CURVE],
  [14, TELEVISION],
  [15, TELEVISION],
]);
const HDR = new Set([16, 18]);

/** x and y of white, red, green, blue. */
type Points = readonly [number, number, number, number, number, number, number, number];
const D65 = [0.3127, 0.329] as const;
const SRGB_POINTS: Points = [...D65, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06];
const POINTS: ReadonlyMap<number, Points> = new Map([
  [1, SRGB_POINTS],
  [5, [...D65, 0.64, 0.33, 0.29, 0.6, 0.15, 0.06]],
  [6, [...D65, 0.63, 0.34, 0.31, 0.595, 0.155, 0.07]],
  [9, [...D65, 0.708, 0.292, 0.17, 0.797, 0.131, 0.046]],
  [11, [0.314, 0.351, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06]],
  [12, [...D65, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06]],
]);

/** Null where it says nothing that is known: others are asked then. */
function codedProfile(
  [primaries = 0, transfer = 0, matrix = 0, range = 0]: Uint8Array,
  isGrey: boolean,
): Bytes | "sRGB" | "hdr" | null {
  if (HDR.has(transfer)) return "hdr";
  const [points, curve] = [POINTS.get(primaries), CURVES.get(transfer)];
  if (!points || !curve || matrix !== 0 || range !== 1) return null;
  if (isGrey) return curve === SRGB_CURVE ? "sRGB" : greyProfile(curve);
  return points === SRGB_POINTS && curve === SRGB_CURVE ? "sRGB" : lightOf(points, curve);
}

/** What an old program writes for sRGB. */
const SRGB_GAMMA = 1 / 2.2;
/** Less than this nobody sees. */
const GAMMA_TOLERANCE = 0.05;
const POINT_TOLERANCE = 0.005;

function gammaProfile(chunks: ColourChunks, isGrey: boolean): Bytes | null {
  const [gama, chrm] = [chunks.get("gAMA"), chunks.get("cHRM")];
  // Points alone are no colours: browsers do not look at them either.
  if (gama?.length !== 4) return null;
  const gamma = viewOf(gama).getUint32(0) / 100_000;
  // What no program means.
  if (gamma < 0.1 || gamma > 10) return null;
  const isUsual = Math.abs(gamma / SRGB_GAMMA - 1) < GAMMA_TOLERANCE;
  const points = (chrm?.length === 32 && pointsOf(chrm)) || SRGB_POINTS;
  const hasUsualPoints = points.every((one, at) => Math.abs(one - (SRGB_POINTS[at] ?? 0)) < POINT_TOLERANCE);
  if (isUsual && (isGrey || hasUsualPoints)) return null;
  const curve: Curve = [1 / gamma];
  return isGrey ? greyProfile(curve) : lightOf(points, curve);
}

const pointsOf = (chrm: Uint8Array): Points =>
  Array.from({ length: 8 }, (_, at) => viewOf(chrm).getUint32(4 * at) / 100_000) as unknown as Points;

type Matrix = readonly [Triple, Triple, Triple];
const times = (matrix: Matrix, [a, b, c]: Triple): Triple =>
  matrix.map(([x, y, z]) => x * a + y * b + z * c) as unknown as Triple;

function inverse([[a, b, c], [d, e, f], [g, h, i]]: Matrix): Matrix {
  const [A, B, C] = [e * i - f * h, f * g - d * i, d * h - e * g];
  const by = 1 / (a * A + b * B + c * C);
  return [
    [A * by, (c * h - b * i) * by, (b * f - c * e) * by],
    [B * by, (a * i - c * g) * by, (c * d - a * f) * by],
    [C * by, (b * g - a * h) * by, (a * e - b * d) * by],
  ];
}

/** As eyes adapt: Bradford's. */
const CONES: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];
const D50: Triple = [0.9642, 1, 0.8249];

/** Null where the points lie on a line. */
function lightOf(points: Points, curve: Curve): Bytes | null {
  const [wx, wy, rx, ry, gx, gy, bx, by] = points;
  const white: Triple = [wx / wy, 1, (1 - wx - wy) / wy];
  const rows: Matrix = [
    [rx, gx, bx],
    [ry, gy, by],
    [1 - rx - ry, 1 - gx - gy, 1 - bx - by],
  ];
  const light = times(inverse(rows), white);
  const [from, to] = [times(CONES, white), times(CONES, D50)];
  const colorants = [0, 1, 2].map((at): Triple => {
    const scaled = rows.map((row) => (row[at] ?? 0) * (light[at] ?? 0)) as unknown as Triple;
    const cones = times(CONES, scaled).map((one, of) => (one * (to[of] ?? 0)) / (from[of] ?? 1));
    return times(inverse(CONES), cones as unknown as Triple);
  }) as unknown as [Triple, Triple, Triple];
  return colorants.flat().every((one) => Number.isFinite(one) && Math.abs(one) < 4)
    ? lightProfile(colorants, curve)
    : null;
}
