/** What logs must never hold: looked for by its shape, and by what was really said while they were written. */

const SHAPES: Record<string, RegExp> = {
  "a mail address": /[\w.+-]+@[\w-]+\.[\w.-]+/,
  "a key": /lsk_\w{8,}/,
  "a signed token": /eyJ[\w-]{10,}\.[\w-]+/,
  "an address": /(?<![\d.])(?!127\.0\.0\.1|0\.0\.0\.0)(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/,
};
/** Shorter ones stand in logs by chance. */
const SAID_MIN_CHARS = 8;
const ID = /^[a-z]{3}_[0-9A-Z]{26}$/;

/** Lines that hold something of somebody, each with what it is; `said`: words, secrets and addresses of this run. */
export function leaksIn(lines: Iterable<string>, said: Iterable<string>): string[] {
  const words = [...said].filter((word) => word.length >= SAID_MIN_CHARS && !ID.test(word));
  const leaks: string[] = [];
  for (const line of lines) {
    for (const [name, shape] of Object.entries(SHAPES)) if (shape.test(line)) leaks.push(`${name}: ${line}`);
    const word = words.find((each) => line.includes(each));
    if (word !== undefined) leaks.push(`“${word}”: ${line}`);
  }
  return leaks;
}
