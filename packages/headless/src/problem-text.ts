/** What went wrong, for whoever typed the command: what it is, and what to do next; with the code the program ends with. */
import { ApiRefused, NoLlamaSketch, Unreachable } from "./api.ts";

/** 2 is for what was typed, and is told beside how it is used. */
export const EXIT = { failed: 1, misused: 2, noServer: 3, refused: 4 } as const;

export interface ProblemText {
  text: string;
  exitCode: number;
}

/** What is said to people in a browser, or to programs that make calls of their own. */
const NEXT: Readonly<Record<string, string>> = {
  insufficient_credits:
    "The page /credits of that server says what is there and how to have more; --key draws on an account's.",
  verification_required:
    "Sign in there in a browser, make a key on the page Account, and give it with --key.",
  unauthorized:
    "Make a key on the page Account of that server, with the scopes to read and change sketches, and give it with --key.",
  forbidden:
    "Make a key on the page Account of that server, with the scopes to read and change sketches, and give it with --key.",
  too_many_requests: "Wait a minute, then run it again.",
  prompt_refused: "Say it in other words with --prompt.",
  unavailable: "Run it again in a minute.",
  internal: "Run it again; if it stays, tell whoever runs that server the request id.",
};
/** Fields by the options that fill them. */
const OPTIONS: Readonly<Record<string, string>> = {
  "settings.prompt": "--prompt",
  "settings.strength": "--strength",
  "settings.seed": "--seed",
};
const DISK: Readonly<Record<string, string>> = {
  ENOENT: "There is no such file or folder",
  EISDIR: "This is a folder, not a file",
  EACCES: "This may not be read or written",
  EPERM: "This may not be read or written",
  EROFS: "Nothing can be written there",
  ENOSPC: "The disk is full",
  ENOTDIR: "A part of this path is no folder",
};

export function problemText(error: unknown): ProblemText {
  if (error instanceof Unreachable)
    return {
      text: `${error.url} does not answer (${error.why}). Start it there with npm start, or name another with --url.`,
      exitCode: EXIT.noServer,
    };
  if (error instanceof NoLlamaSketch)
    return {
      text: `${error.url} answers, but not as this version of LlamaSketch does (${error.why}). Check --url: the address alone, without a path.`,
      exitCode: EXIT.noServer,
    };
  if (error instanceof ApiRefused) return { text: refusalText(error), exitCode: EXIT.refused };
  if (isOfDisk(error))
    return {
      text: `${DISK[error.code] ?? "This cannot be read or written"}: ${error.path ?? "a file"}. Check the path.`,
      exitCode: EXIT.failed,
    };
  return { text: error instanceof Error ? error.message : String(error), exitCode: EXIT.failed };
}

function refusalText({ status, code, message, waitS, requestId, fields }: ApiRefused): string {
  const about = Object.entries(fields).map(([field, said]) =>
    said === "prompt_refused" ? NEXT.prompt_refused : `${OPTIONS[field] ?? field}: ${said}`,
  );
  const wait = waitS === null ? undefined : `Run it again in ${waitS} seconds.`;
  const next = wait ?? (about.length > 0 ? about.join(" ") : NEXT[code]);
  const id = status >= 500 && requestId !== null ? `(${requestId})` : "";
  return [message, next, id].filter(Boolean).join(" ");
}

interface DiskError extends Error {
  code: string;
  path?: string;
}
const isOfDisk = (error: unknown): error is DiskError =>
  error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";
