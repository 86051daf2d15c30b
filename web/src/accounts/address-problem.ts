import { words } from "./words.ts";

/** What a person sees at once; the server knows more. */
export const addressProblem = (address: string): string | undefined =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address.trim()) ? undefined : words.emailBad;
