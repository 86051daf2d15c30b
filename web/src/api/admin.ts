import {
  adminFigures,
  adminSketchView,
  adminStopList,
  adminUserList,
  adminUserView,
  auditList,
  type Role,
  type Stop,
} from "@llamasketch/contract";
import { jsonBody, request, requestJson } from "./request.ts";

async function tell(path: string, body: object): Promise<void> {
  await request(path, jsonBody("POST", body));
}
const page = (path: string, query: Record<string, string | null>): string => {
  const given = Object.entries(query).filter((entry): entry is [string, string] => !!entry[1]);
  return `${path}?${new URLSearchParams(given)}`;
};

export const readFigures = () => requestJson(adminFigures, "/api/admin/figures");
export const listUsers = (q: string, cursor: string | null) =>
  requestJson(adminUserList, page("/api/admin/users", { q, cursor }));
/** That somebody looked, and why, is written down. */
export const lookAtUser = (id: string, reason: string) =>
  requestJson(adminUserView, `/api/admin/users/${id}/look`, jsonBody("POST", { reason }));
export const lookAtSketch = (id: string, reason: string) =>
  requestJson(adminSketchView, `/api/admin/sketches/${id}/look`, jsonBody("POST", { reason }));
export const banUser = (id: string, banned: boolean, reason: string) =>
  tell(`/api/admin/users/${id}/ban`, { banned, reason });
export const setRole = (id: string, role: Role, reason: string) =>
  tell(`/api/admin/users/${id}/role`, { role, reason });
/** `ticket` names what asked for it: said twice it happens once. */
export const adjustCredits = (id: string, units: number, ticket: string, reason: string) =>
  tell(`/api/admin/users/${id}/credits`, { units, ticket, reason });
export const listStops = async () => (await requestJson(adminStopList, "/api/admin/stops")).stops;
export const setStop = (name: Stop, stopped: boolean, reason: string) =>
  tell(`/api/admin/stops/${name}`, { stopped, reason });
export const listAudit = (cursor: string | null) =>
  requestJson(auditList, page("/api/admin/audit", { cursor }));
