import { creditsView, plansView, statementView } from "@llamasketch/contract";
import { jsonBody, request, requestJson } from "./request.ts";

/** What can be spent, and what is free today for this address. */
export const readCredits = () => requestJson(creditsView, "/api/credits");
/** The newest lines first; `cursor` as the page before gave it. */
export const readStatement = (cursor: string | null) =>
  requestJson(
    statementView,
    `/api/credits/statement${cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`}`,
  );
export const readPlans = () => requestJson(plansView, "/api/plans");
export const openFreeDoor = (token: string): Promise<Response> =>
  request("/api/free", jsonBody("POST", { token }));
