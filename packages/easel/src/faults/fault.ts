/** Everything that can be made to go wrong. */
export const faultNames = [
  "crash",
  "hang",
  "oom",
  "cuda",
  "slow",
  "truncated-frame",
  "garbage-frame",
  "lost-socket",
  "same-id",
  "history-late",
  "history-early",
  "node-errors-200",
  "full-disk",
  "wrong-version",
  "missing-model",
  "lying-model",
] as const;

/** Name of a fault. */
export type FaultName = (typeof faultNames)[number];

/** True for the name of a fault. */
export function isFaultName(text: unknown): text is FaultName {
  return faultNames.some((name) => name === text);
}

/** What each fault does, in a line; `arg` and its default in brackets. */
export const faultHelp: Readonly<Record<FaultName, string>> = {
  crash: "the process ends when the next node starts",
  hang: "HTTP answers, but the running prompt stands still until the fault is cleared",
  oom: "samplers fail with torch.OutOfMemoryError until POST /free [arg always: not even then]",
  cuda: "a CUDA error in the next sampler; every later prompt fails too, until a restart or DELETE",
  slow: "every node takes that many times as long [arg 3]",
  "truncated-frame": "image frames end in the middle",
  "garbage-frame": "image frames are noise under an unknown event number",
  "lost-socket": "the owner's socket drops without a close when the next node runs",
  "same-id": "a second socket under an id goes deaf when the first closes; on from the start, as in ComfyUI",
  "history-late": "the history gets an entry only that many ms after the end [arg 500]",
  "history-early": "the history has the entry before the success is told",
  "node-errors-200": "prompts are taken with 200, but an output is left out and named in node_errors",
  "full-disk": "uploads and saved files fail: no space left on device",
  "wrong-version": "/system_stats tells this version [arg 9.9.9]",
  "missing-model": "loaders do not offer this file [arg: its name; default all]",
  "lying-model": "loaders offer this file and fail to load it [arg: its name; default all]",
};
