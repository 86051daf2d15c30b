/** Every route there is, by hand: a new one is a failing test until it is written here. */
export interface KnownRoute {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As the app's own table has it. */
  pattern: string;
  /** Filled in with a sketch's and a picture's id. */
  path: (sketchId: string, pictureId: string) => string;
  /** Whose door it is. */
  door: "anyone" | "self" | "owner" | "ticket" | "agent" | "operator";
  /** A body that passes. */
  json?: object;
  /** The field of that body which its contract looks at most closely. */
  field?: string;
  /** The most characters that field takes; 120 unless said. */
  longest?: number;
}

/** A ThumbHash. */
export const BLUR = "3OcRJYB4d3h/iIeHeEh3eIhw+j2w";

export const ROUTES: KnownRoute[] = [
  { method: "GET", pattern: "/api/health", path: () => "/api/health", door: "anyone" },
  { method: "GET", pattern: "/api/me", path: () => "/api/me", door: "anyone" },
  {
    method: "POST",
    pattern: "/api/sketches",
    path: () => "/api/sketches",
    door: "anyone",
    json: {},
    field: "title",
  },
  { method: "GET", pattern: "/api/sketches", path: () => "/api/sketches", door: "anyone" },
  { method: "GET", pattern: "/api/sketches/:id", path: (id) => `/api/sketches/${id}`, door: "owner" },
  {
    method: "PATCH",
    pattern: "/api/sketches/:id",
    path: (id) => `/api/sketches/${id}`,
    door: "owner",
    json: { title: "Mine now" },
    field: "title",
  },
  { method: "DELETE", pattern: "/api/sketches/:id", path: (id) => `/api/sketches/${id}`, door: "owner" },
  {
    method: "POST",
    pattern: "/api/sketches/:id/restore",
    path: (id) => `/api/sketches/${id}/restore`,
    door: "owner",
  },
  {
    method: "POST",
    pattern: "/api/sketches/:id/duplicate",
    path: (id) => `/api/sketches/${id}/duplicate`,
    door: "owner",
  },
  {
    method: "PUT",
    pattern: "/api/sketches/:id/cover",
    path: (id) => `/api/sketches/${id}/cover?blur=${encodeURIComponent(BLUR)}`,
    door: "owner",
  },
  {
    method: "GET",
    pattern: "/api/sketches/:id/cover",
    path: (id) => `/api/sketches/${id}/cover`,
    door: "owner",
  },
  {
    method: "GET",
    pattern: "/api/sketches/:id/strokes",
    path: (id) => `/api/sketches/${id}/strokes`,
    door: "owner",
  },
  {
    method: "GET",
    pattern: "/api/sketches/:id/archive",
    path: (id) => `/api/sketches/${id}/archive`,
    door: "owner",
  },
  {
    method: "GET",
    pattern: "/api/sketches/:id/pictures",
    path: (id) => `/api/sketches/${id}/pictures`,
    door: "owner",
  },
  {
    method: "POST",
    pattern: "/api/sketches/:id/tickets",
    path: (id) => `/api/sketches/${id}/tickets`,
    door: "owner",
  },
  {
    method: "GET",
    pattern: "/api/sketches/:id/live",
    path: (id) => `/api/sketches/${id}/live`,
    door: "owner",
  },
  { method: "GET", pattern: "/api/pictures/:id", path: (_, id) => `/api/pictures/${id}`, door: "owner" },
  {
    method: "PATCH",
    pattern: "/api/pictures/:id",
    path: (_, id) => `/api/pictures/${id}`,
    door: "owner",
    json: { pinned: true },
    field: "pinned",
  },
  { method: "DELETE", pattern: "/api/pictures/:id", path: (_, id) => `/api/pictures/${id}`, door: "owner" },
  { method: "GET", pattern: "/api/plans", path: () => "/api/plans", door: "anyone" },
  {
    method: "POST",
    pattern: "/api/quotes",
    path: () => "/api/quotes",
    door: "anyone",
    json: { work: "picture" },
    field: "work",
  },
  { method: "GET", pattern: "/api/credits", path: () => "/api/credits", door: "anyone" },
  {
    method: "GET",
    pattern: "/api/credits/statement",
    path: () => "/api/credits/statement",
    door: "self",
  },
  {
    method: "GET",
    pattern: "/api/credits/statement.csv",
    path: () => "/api/credits/statement.csv",
    door: "self",
  },
  {
    method: "POST",
    pattern: "/api/free",
    path: () => "/api/free",
    door: "anyone",
    json: { token: "pass:free:llama.test:every-route" },
    field: "token",
    longest: 2048,
  },
  { method: "GET", pattern: "/api/live/:address", path: (id) => `/api/live/${id}:1`, door: "ticket" },
  {
    method: "GET",
    pattern: "/api/agents/sessions/:address",
    path: (id) => `/api/agents/sessions/${id}:1`,
    door: "ticket",
  },
  { method: "GET", pattern: "/api/agents/control", path: () => "/api/agents/control", door: "agent" },
  {
    method: "GET",
    pattern: "/api/operator/dispatcher",
    path: () => "/api/operator/dispatcher",
    door: "operator",
  },
  {
    method: "GET",
    pattern: "/api/operator/ledger",
    path: () => "/api/operator/ledger",
    door: "operator",
  },
  {
    method: "POST",
    pattern: "/api/operator/dispatcher/restart",
    path: () => "/api/operator/dispatcher/restart",
    door: "operator",
  },
];

export const UNKNOWN_PICTURE = "pic_01ARZ3NDEKTSV4RRFFQ69G5FAV000000100000011";
export const UNKNOWN_SKETCH = "skt_01ARZ3NDEKTSV4RRFFQ69G5FAV";
