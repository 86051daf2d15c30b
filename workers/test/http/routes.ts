/** Every route there is, by hand: a new one is a failing test until it is written here. */
export interface KnownRoute {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As the app's own table has it. */
  pattern: string;
  /** Filled in with a sketch's and a picture's id. */
  path: (sketchId: string, pictureId: string) => string;
  /** Whose door it is. */
  door: "anyone" | "owner" | "ticket" | "agent" | "operator";
  /** A body that passes. */
  json?: object;
  /** The field of that body which its contract looks at most closely. */
  field?: string;
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
    method: "POST",
    pattern: "/api/operator/dispatcher/restart",
    path: () => "/api/operator/dispatcher/restart",
    door: "operator",
  },
];

export const UNKNOWN_PICTURE = "pic_01ARZ3NDEKTSV4RRFFQ69G5FAV";
export const UNKNOWN_SKETCH = "skt_01ARZ3NDEKTSV4RRFFQ69G5FAV";
