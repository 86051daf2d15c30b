import { errorBody } from "@llamasketch/contract";
import { ApiFailure } from "./api-failure.ts";
import { denied } from "../ui/browser-gifts.ts";
import { apiUrl } from "./api-url.ts";
import { askAnew, isKnown } from "./known.ts";
import { sayProblem, sayStatus, unreachable, unreadable } from "./say-failure.ts";
import { hearClock } from "./server-clock.ts";
import { words } from "./words.ts";

/** What is answered to whoever asks, unknown or not. */
const FOR_ANYBODY = /^\/api\/(credits|plans|me|account\/ways|v1\/models|v1\/quotes)(\?|$)/;
/** Without cookies the server would take every request for somebody else's: it is not asked. */
const COOKIELESS = {
  status: 401,
  code: "unauthorized",
  message: words.cookieless,
  hint: words.allowCookies,
};
/** What the server refuses to whom it does not know. */
const OF_SOMEBODY =
  /^\/api\/(v1\/(generations|uploads|webhook)|credits\/statement|sketches\/|pictures\/|finals\/)/;
/** As it would say. */
const NOBODY = {
  status: 401,
  code: "unauthorized",
  message: words.nobody,
  hint: words.startOrSignIn,
};

interface Reader<T> {
  parse(value: unknown): T;
}

/** Calls the API as who this browser is. Rejects with an `ApiFailure`, whatever went wrong. */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  if (denied.get().cookies && !FOR_ANYBODY.test(path)) throw new ApiFailure(COOKIELESS);
  const isReading = (init.method ?? "GET") === "GET";
  if (isReading && OF_SOMEBODY.test(path) && !(await isKnown())) throw new ApiFailure(NOBODY);
  let response: Response;
  try {
    response = await fetch(apiUrl(path), { ...init, credentials: "include" });
  } catch {
    throw new ApiFailure(unreachable());
  }
  hearClock(response);
  if (response.ok && !isReading) askAnew();
  if (response.ok) return response;
  const body = errorBody.safeParse(await response.json().catch(() => null));
  throw new ApiFailure(body.success ? sayProblem(response, body.data.error) : sayStatus(response));
}

export async function requestJson<T>(reader: Reader<T>, path: string, init: RequestInit = {}): Promise<T> {
  const response = await request(path, init);
  try {
    return reader.parse(await response.json());
  } catch (error) {
    // Given up by whoever asked.
    if (init.signal?.aborted) throw error;
    throw new ApiFailure(unreadable(response.status));
  }
}

export function jsonBody(method: "POST" | "PATCH", body: unknown): RequestInit {
  return { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
