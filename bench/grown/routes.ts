/** What is asked of both stacks: every reading route of their own documents, and what people write most. */
import { GENERATION, importOf, uploadOf, type Asked, type Person } from "./person.ts";

export interface Route {
  name: string;
  /** What is asked, and timed; `n` tells one time from another. */
  ask(person: Person, n: number): Asked | Promise<Asked>;
  /** Done before each, untimed. */
  before?(person: Person): Promise<void>;
  /** Other answers than a success that are right. */
  also?: number;
}

/** Reading routes that answer nothing which could be timed beside another database. */
const LEFT_OUT: Record<string, string> = {
  "/api/live/{address}": "a socket",
  "/api/agents/control": "a socket",
  "/api/agents/sessions/{address}": "a socket",
  "/api/agents/jobs/{job}/{attempt}/input": "a host's, with a ticket",
  "/api/finals/{id}": "wants a host that paints finals",
  "/api/finals/{id}/events": "a stream",
  "/api/v1/generations/{id}/events": "a stream",
  "/api/account/callback/google": "another machine's answer",
  "/api/account/google": "sends elsewhere",
  "/api/pictures/{id}": "the object store alone",
  "/api/admin/pictures/{id}": "the object store alone",
  "/api/sketches/{id}/cover": "the object store alone",
  "/api/v1/media/{key}": "the object store alone",
};

const OPERATOR = /^\/api\/operator\//;

export async function readingRoutes(person: Person): Promise<Route[]> {
  const routes: Route[] = [];
  for (const document of ["/api/openapi.json"]) {
    const { paths } = await person.read<{ paths: Record<string, Record<string, unknown>> }>({
      method: "GET",
      path: document,
    });
    for (const [path, operations] of Object.entries(paths)) {
      if (!("get" in operations) || path in LEFT_OUT || path.includes("/media/")) continue;
      routes.push({
        name: `GET ${path}`,
        ask: (someone) => ({
          method: "GET",
          path: path.replace("{id}", idFor(path, someone)),
          ...(OPERATOR.test(path) && { headers: { authorization: `Bearer ${someone.operatorToken}` } }),
        }),
        // A generation without a webhook has none to look at; it is looked for all the same.
        also: 404,
      });
    }
  }
  return routes;
}

function idFor(path: string, { sketchId, jobId, uploadId }: Person): string {
  if (path.startsWith("/api/v1/generations/")) return jobId;
  if (path.startsWith("/api/v1/uploads/")) return uploadId;
  if (path.startsWith("/api/sketches/")) return sketchId;
  if (path.includes("{id}")) throw new Error(`it is not said which ${path} is asked for`);
  return "";
}

const more = (name: string, path: string, json?: unknown, method = "POST"): Route => ({
  name,
  ask: () => ({ method, path, ...(json === undefined ? {} : { json }) }),
});

export const searches: Route[] = [
  more("GET /api/sketches?query", "/api/sketches?query=harbour", undefined, "GET"),
  more("GET /api/v1/generations?query", "/api/v1/generations?query=pond", undefined, "GET"),
  more("GET /api/admin/users?query", "/api/admin/users?query=admin@example.com", undefined, "GET"),
  { name: "GET /api/credits, never here", ask: () => ({ method: "GET", path: "/api/credits", bare: true }) },
];

const jobs = new WeakMap<Person, string>();

export const writingRoutes: Route[] = [
  more("POST /api/sketches", "/api/sketches", { title: "One more" }),
  {
    name: "POST /api/sketches, never here",
    ask: () => ({ method: "POST", path: "/api/sketches", json: {}, bare: true }),
  },
  {
    name: "PATCH /api/sketches/{id}",
    ask: ({ sketchId }, n) => ({
      method: "PATCH",
      path: `/api/sketches/${sketchId}`,
      json: { title: `Mine ${n}` },
    }),
  },
  {
    name: "POST /api/sketches/{id}/tickets",
    ask: ({ sketchId }) => ({ method: "POST", path: `/api/sketches/${sketchId}/tickets`, json: {} }),
  },
  {
    name: "PUT /api/sketches/{id}/pictures",
    ask: ({ sketchId }, n) => importOf(sketchId, 1000 + n),
  },
  {
    name: "PATCH /api/pictures/{id}",
    ask: ({ pictureId }, n) => ({
      method: "PATCH",
      path: `/api/pictures/${pictureId}`,
      json: { pinned: n % 2 === 0 },
    }),
  },
  more("POST /api/quotes", "/api/quotes", { work: "picture" }),
  more("POST /api/v1/quotes", "/api/v1/quotes", GENERATION.json),
  { name: "POST /api/v1/generations", ask: () => GENERATION },
  {
    name: "POST /api/v1/generations/{id}/cancel",
    async before(person) {
      jobs.set(person, (await person.read<{ id: string }>(GENERATION)).id);
    },
    ask: (person) => ({
      method: "POST",
      path: `/api/v1/generations/${jobs.get(person) ?? ""}/cancel`,
      json: {},
    }),
  },
  { name: "POST /api/v1/uploads", ask: () => uploadOf(), also: 409 },
  more("PATCH /api/account", "/api/account", { name: "Somebody" }, "PATCH"),
  {
    name: "POST /api/account/links",
    ask: (_person, n) => ({
      method: "POST",
      path: "/api/account/links",
      json: { email: `new-${n}@example.com` },
    }),
  },
];
