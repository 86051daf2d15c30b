/** RFC 3492: what an `xn--` label of a domain stands for. The platform encodes (URL), it does not decode. */
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;

/** The label in letters, or null when it is not Punycode. */
export function decodeLabel(label: string): string | null {
  if (!label.startsWith("xn--")) return label;
  const text = label.slice(4);
  const delimiter = text.lastIndexOf("-");
  const output = Array.from(text.slice(0, Math.max(0, delimiter)), (char) => char.codePointAt(0) ?? 0);
  let codePoint = 128;
  let place = 0;
  let bias = 72;
  for (let read = delimiter < 0 ? 0 : delimiter + 1; read < text.length;) {
    const before = place;
    for (let weight = 1, step = BASE; ; step += BASE) {
      const digit = digitOf(text.charCodeAt(read++));
      if (digit === null) return null;
      place += digit * weight;
      const threshold = Math.min(T_MAX, Math.max(T_MIN, step - bias));
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    bias = adapted(place - before, output.length + 1, before === 0);
    codePoint += Math.floor(place / (output.length + 1));
    place %= output.length + 1;
    if (codePoint > 0x10ffff) return null;
    output.splice(place++, 0, codePoint);
  }
  return String.fromCodePoint(...output);
}

function digitOf(code: number): number | null {
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26;
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  return null;
}

function adapted(delta: number, points: number, isFirst: boolean): number {
  let left = Math.floor(delta / (isFirst ? DAMP : 2));
  left += Math.floor(left / points);
  let bias = 0;
  while (left > ((BASE - T_MIN) * T_MAX) / 2) {
    left = Math.floor(left / (BASE - T_MIN));
    bias += BASE;
  }
  return bias + Math.floor(((BASE - T_MIN + 1) * left) / (left + SKEW));
}
