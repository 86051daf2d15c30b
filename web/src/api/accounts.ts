import {
  accountView,
  deviceList,
  googleStart,
  keyList,
  meView,
  newKeyView,
  proofView,
  signInWays,
  type Scope,
  type UserView,
} from "@llamasketch/contract";
import { jsonBody, request, requestJson } from "./request.ts";

async function tell(path: string, body: object = {}): Promise<void> {
  await request(path, jsonBody("POST", body));
}

/** Who this browser is; null until it made something or signed in. */
export const readMe = async (): Promise<UserView | null> => (await requestJson(meView, "/api/me")).user;
export const readWays = () => requestJson(signInWays, "/api/account/ways");

export const sendLink = (email: string) => tell("/api/account/links", { email });
export const openLink = (proof: string) => tell("/api/account/links/open", { proof });
export const lookAtProof = (proof: string) =>
  requestJson(proofView, "/api/account/proofs/look", jsonBody("POST", { proof }));
export const signUp = (email: string, password: string) => tell("/api/account/sign-up", { email, password });
export const confirmAddress = (proof: string, password?: string) =>
  tell("/api/account/confirmations", { proof, ...(password && { password }) });
export const signIn = (email: string, password: string) => tell("/api/account/sign-in", { email, password });
export const sendReset = (email: string) => tell("/api/account/resets", { email });
export const openReset = (proof: string, password: string, revokeKeys: boolean) =>
  tell("/api/account/resets/open", { proof, password, revokeKeys });
export const signOut = () => tell("/api/account/sign-out");

/** Where to go to sign in with Google. */
export const startGoogle = async (): Promise<string> =>
  (await requestJson(googleStart, "/api/account/google", { method: "POST" })).url;

export const readAccount = () => requestJson(accountView, "/api/account");
export async function renameAccount(name: string): Promise<void> {
  await request("/api/account", jsonBody("PATCH", { name }));
}
export const changePassword = (next: string, revokeKeys: boolean, current?: string) =>
  tell("/api/account/password", { next, revokeKeys, ...(current && { current }) });
export const deleteAccount = (confirm: string) => tell("/api/account/delete", { confirm });

export const listDevices = async () => (await requestJson(deviceList, "/api/account/devices")).devices;
export async function revokeDevice(id: string): Promise<void> {
  await request(`/api/account/devices/${id}`, { method: "DELETE" });
}
export async function revokeOtherDevices(): Promise<void> {
  await request("/api/account/devices", { method: "DELETE" });
}

export const listKeys = () => requestJson(keyList, "/api/account/keys");
export const createKey = (name: string, scopes: readonly Scope[]) =>
  requestJson(newKeyView, "/api/account/keys", jsonBody("POST", { name, scopes }));
export async function revokeKey(id: string): Promise<void> {
  await request(`/api/account/keys/${id}`, { method: "DELETE" });
}
