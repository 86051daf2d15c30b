/** Where the API is, put in at build time; empty: where the page is. */
declare const API_ORIGIN: string | undefined;
const origin = typeof API_ORIGIN === "string" ? API_ORIGIN : "";

/** The whole address of a path of the API. */
export const apiUrl = (path: string): string => origin + path;
