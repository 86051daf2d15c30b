/** Mail addresses: one form for each, and none that only looks like another. */
import { LIKE_LATIN } from "../look-alikes.ts";
import { decodeLabel } from "./punycode.ts";

const ADDRESS_MAX_CHARS = 254;
/** The part before the @ as mail providers give it out; quoted and non-Latin ones are not taken. */
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LOCAL_MAX_CHARS = 64;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Scripts that honest names write together; every other mixture is made to be mistaken for something. */
const TOGETHER = [
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]*$/u,
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Hangul}]*$/u,
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Bopomofo}]*$/u,
];
const SCRIPTS = [
  "Cyrillic",
  "Greek",
  "Armenian",
  "Hebrew",
  "Arabic",
  "Devanagari",
  "Bengali",
  "Tamil",
  "Telugu",
  "Thai",
  "Georgian",
  "Ethiopic",
].map((script) => new RegExp(`^\\p{Script=${script}}*$`, "u"));

/**
 * The address in the one form that is stored and compared (compatibility forms folded, lower case, the domain in ASCII),
 * or null when it is none, or when its domain is made to be mistaken for another.
 */
export function normalEmail(text: string): string | null {
  const folded = text.trim().normalize("NFKC").toLowerCase();
  const at = folded.lastIndexOf("@");
  if (at < 1) return null;
  const local = folded.slice(0, at);
  const domain = asciiDomain(folded.slice(at + 1));
  if (domain === null || local.length > LOCAL_MAX_CHARS || !LOCAL_PART.test(local)) return null;
  const whole = `${local}@${domain}`;
  return whole.length <= ADDRESS_MAX_CHARS ? whole : null;
}

function asciiDomain(domain: string): string | null {
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain) || !URL.canParse(`http://${domain}`)) return null;
  const ascii = new URL(`http://${domain}`).hostname;
  const labels = ascii.split(".");
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label) && isHonest(label))) return null;
  // A number alone at the end is the address of a machine.
  return /^\d+$/.test(labels.at(-1) ?? "") ? null : ascii;
}

function isHonest(label: string): boolean {
  const decoded = decodeLabel(label);
  if (decoded === null) return false;
  const letters = decoded.replaceAll(/[^\p{L}]/gu, "");
  if (TOGETHER.some((scripts) => scripts.test(letters))) return true;
  return SCRIPTS.some((script) => script.test(letters)) && !LIKE_LATIN.test(letters);
}
