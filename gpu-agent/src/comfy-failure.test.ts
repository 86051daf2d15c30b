import {
  ComfyExecutionError,
  ComfyHttpError,
  ComfyLost,
  ComfyUnreachable,
  ComfyValidationError,
} from "@llamasketch/comfyui";
import { describe, expect, it } from "vitest";
import { isDeviceFault, isOutOfMemory, plainReason } from "./comfy-failure.ts";

const words = "canary-7f3a sings at dusk";
const failed = (exceptionType: string, exceptionMessage: string): ComfyExecutionError =>
  new ComfyExecutionError({
    promptId: "p",
    nodeId: "n",
    nodeType: "KSampler",
    exceptionType,
    exceptionMessage,
  });

describe("what may be written down", () => {
  it.each([
    failed("ValueError", `cannot read ${words}`),
    failed(words, words),
    new ComfyValidationError("prompt_outputs_failed_validation", `text: ${words}`, {
      "6": {
        classType: "CLIPTextEncode",
        problems: [
          {
            type: "value_not_in_list",
            message: words,
            details: `text: '${words}' not in (list)`,
            inputName: "text",
          },
        ],
      },
    }),
    new ComfyHttpError(500, "/prompt", `Traceback: ${words}`),
    new ComfyUnreachable(words, { cause: new Error(words) }),
    new ComfyLost(words, "no_picture"),
    new Error(words),
    new TypeError(words),
    words,
    { message: words },
  ])("holds nobody's words: %#", (error) => {
    const reason = plainReason(error);
    expect(reason).not.toMatch(/sings at|at dusk|7f3a sings/);
    expect(reason.length).toBeGreaterThan(5);
  });

  it("still says what happened", () => {
    expect(plainReason(failed("torch.OutOfMemoryError", "x"))).toBe(
      "KSampler failed with torch.OutOfMemoryError",
    );
    expect(plainReason(new ComfyHttpError(500, "/upload/image", "no space"))).toBe(
      "ComfyUI answered 500 on /upload/image",
    );
  });
});

describe("what a failure means", () => {
  it.each([
    ["torch.OutOfMemoryError", "Allocation on device"],
    ["torch.cuda.OutOfMemoryError", "CUDA out of memory. Tried to allocate 2 GiB"],
    ["RuntimeError", "CUDA error: out of memory"],
  ])("%s: %s is memory, not a fault", (type, message) => {
    expect([isOutOfMemory(failed(type, message)), isDeviceFault(failed(type, message))]).toEqual([
      true,
      false,
    ]);
  });

  it.each([
    ["RuntimeError", "CUDA error: an illegal memory access was encountered"],
    ["torch.AcceleratorError", "CUDA error: device-side assert triggered"],
    ["RuntimeError", "cuDNN error: CUDNN_STATUS_EXECUTION_FAILED"],
    ["RuntimeError", "CUDA error: CUBLAS_STATUS_EXECUTION_FAILED when calling cublasGemmEx"],
  ])("%s: %s is a fault of the device", (type, message) => {
    expect([isOutOfMemory(failed(type, message)), isDeviceFault(failed(type, message))]).toEqual([
      false,
      true,
    ]);
  });

  it("an ordinary failure is neither", () => {
    const error = failed("ValueError", "shapes do not match");
    expect([isOutOfMemory(error), isDeviceFault(error)]).toEqual([false, false]);
  });
});
