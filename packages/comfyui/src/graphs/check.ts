import { ComfyError } from "../errors.ts";

/** A hole of a workflow was filled with something no server should be sent. */
export class ComfyInputError extends ComfyError {
  override readonly name = "ComfyInputError";
  /** Name of the hole. */
  readonly input: string;
  constructor(input: string, rule: string) {
    super(`${input} ${rule}`);
    this.input = input;
  }
}

/** Returns `value` if it is a whole number from `min` to `max`. Throws `ComfyInputError`. */
export function wholeNumber(input: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new ComfyInputError(input, `must be a whole number from ${min} to ${max}`);
  }
  return value;
}

/** Returns `value` if it is finite and from `min` to `max`. Throws `ComfyInputError`. */
export function finiteNumber(input: string, value: number, min: number, max: number): number {
  if (!Number.isFinite(value) || value < min || value > max) {
    throw new ComfyInputError(input, `must be a number from ${min} to ${max}`);
  }
  return value;
}

/** Returns `value` if it names a file inside a folder: relative, no `..`, no back slash, no control characters. */
export function fileName(input: string, value: string): string {
  const parts = value.split("/");
  // eslint-disable-next-line no-control-regex -- control characters are what is refused
  const bad = /[\u0000-\u001f\u007f\\:]/.test(value);
  if (
    bad ||
    value.length > 255 ||
    parts.some((part) => part.trim() === "" || part === "." || part === "..")
  ) {
    throw new ComfyInputError(input, "must be a relative file name without . or .. parts");
  }
  return value;
}

/** Returns `value` if it is a plain option name, like a sampler's. Throws `ComfyInputError`. */
export function optionName(input: string, value: string): string {
  if (!/^[A-Za-z0-9_.+-]{1,64}$/.test(value)) throw new ComfyInputError(input, "must be a plain option name");
  return value;
}

/** Returns `value` if it is at most `maxLength` characters. Throws `ComfyInputError`. */
export function words(input: string, value: string, maxLength: number): string {
  if (value.length > maxLength) throw new ComfyInputError(input, `must be at most ${maxLength} characters`);
  return value;
}
