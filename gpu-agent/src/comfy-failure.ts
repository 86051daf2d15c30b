/** What a failure of ComfyUI means, and what of it may be written down. */
import {
  ComfyError,
  ComfyExecutionError,
  ComfyHttpError,
  ComfyLost,
  ComfyUnreachable,
  ComfyValidationError,
} from "@llamasketch/comfyui";

const DEVICE =
  /CUDA error|CUDA driver|cuBLAS|cuDNN|HIP error|device-side assert|illegal memory access|AcceleratorError/i;

/** The device is full; freeing what is loaded may help. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof ComfyExecutionError && (error.outOfMemory || /out of memory/i.test(error.message));
}

/** The device or its driver failed: everything after it fails too, until the host is replaced. */
export function isDeviceFault(error: unknown): boolean {
  return error instanceof ComfyExecutionError && !isOutOfMemory(error) && DEVICE.test(error.message);
}

/** Nodes in which the picture that goes in is decoded. */
const READERS = new Set(["LoadImage", "LlamaSketchLoadFrame"]);
/** Fails there and is of the host: its files, its memory, its Python. */
const HOSTS_OWN =
  /FileNotFound|Permission|Directory|Memory|Import|ModuleNotFound|NameError|AttributeError|TypeError/;

/**
 * The picture that goes in cannot be decoded: that speaks of it, whoever reads it. What PIL raises has many types (its own,
 * OSError for one that is cut short, SyntaxError, ValueError, zlib's); those that mean the host are few, and a full or broken disk says `[Errno`.
 */
export function isUnreadable(error: unknown): boolean {
  if (error instanceof ComfyHttpError)
    return error.status === 415 && error.path.startsWith("/llamasketch/frame/");
  if (!(error instanceof ComfyExecutionError) || !READERS.has(error.nodeType)) return false;
  if (isOutOfMemory(error) || isDeviceFault(error) || HOSTS_OWN.test(error.exceptionType)) return false;
  return !error.message.includes("[Errno");
}

/**
 * What went wrong, fit for a log. Messages of exceptions, refusals and answers may quote a node's inputs, so only names
 * of types and classes are kept.
 */
export function plainReason(error: unknown): string {
  if (error instanceof ComfyExecutionError)
    return `${name(error.nodeType)} failed with ${name(error.exceptionType)}`;
  if (error instanceof ComfyValidationError) {
    const nodes = Object.values(error.nodeErrors).flatMap((node) =>
      node.problems.map(({ type, inputName }) =>
        [name(node.classType), inputName === undefined ? "" : name(inputName), name(type)]
          .filter(Boolean)
          .join(" "),
      ),
    );
    return [`the prompt was refused: ${name(error.type)}`, ...nodes].join("; ").slice(0, 300);
  }
  if (error instanceof ComfyHttpError) return `ComfyUI answered ${error.status} on ${error.path}`;
  if (error instanceof ComfyLost) return `the prompt was lost: ${error.reason}`;
  if (error instanceof ComfyUnreachable) return "ComfyUI gave no usable answer";
  if (error instanceof ComfyError) return error.name;
  if (error instanceof FrameFailure || error instanceof FrameUnreadable) return error.message;
  return error instanceof Error ? `an unexpected ${name(error.name)}` : "an unexpected failure";
}

/** A failure found by the agent itself; its message is its own words. */
export class FrameFailure extends Error {
  override readonly name = "FrameFailure";
}

/** Its canvas cannot be decoded: no failure of the host's. */
export class FrameUnreadable extends Error {
  override readonly name = "FrameUnreadable";
}

/** It was asked to end: no failure of anybody's. */
export class FrameStopped extends Error {
  override readonly name = "FrameStopped";
}

const name = (text: string): string => text.replaceAll(/[^A-Za-z0-9_.-]/g, "").slice(0, 80);
