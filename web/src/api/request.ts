import { errorBody } from "@llamasketch/contract";
import { ApiFailure } from "./api-failure.ts";
import { apiUrl } from "./api-url.ts";

interface Reader<T> {
  parse(value: unknown): T;
}

/** Calls the API as who this browser is. Rejects with an `ApiFailure`, whatever went wrong. */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(apiUrl(path), { ...init, credentials: "include" });
  } catch {
    throw new ApiFailure({
      status: 0,
      code: "unreachable",
      message: "The server can't be reached from here.",
    });
  }
  if (response.ok) return response;
  const body = errorBody.safeParse(await response.json().catch(() => null));
  if (body.success) throw new ApiFailure({ status: response.status, ...body.data.error });
  throw new ApiFailure({
    status: response.status,
    code: "unknown",
    message: `The server answered with status ${response.status}.`,
  });
}

export async function requestJson<T>(reader: Reader<T>, path: string, init: RequestInit = {}): Promise<T> {
  const response = await request(path, init);
  return reader.parse(await response.json());
}

export function jsonBody(method: "POST" | "PATCH", body: unknown): RequestInit {
  return { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
