import { ERROR_STATUS, errorBody, type ErrorBody, type ErrorCode } from "@llamasketch/contract";
import { expect } from "vitest";

/** The answer is an error of this code, in the one shape errors have; returns what it says. */
export async function expectProblem(answer: Promise<Response>, code: ErrorCode): Promise<ErrorBody["error"]> {
  const response = await answer;
  const text = await response.text();
  expect({ status: response.status, text }).toMatchObject({ status: ERROR_STATUS[code] });
  const { error } = errorBody.strict().parse(JSON.parse(text));
  expect(error.code).toBe(code);
  expect(error.message).not.toBe("");
  expect(error.requestId).toMatch(/^req_/);
  expect(response.headers.get("x-request-id")).toBe(error.requestId);
  expect(response.headers.get("cache-control")).toBe("no-store");
  return error;
}
