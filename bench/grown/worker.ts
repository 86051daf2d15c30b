/** The product's Worker, remembering every statement that it gives to its database. */
import type { Bindings } from "../../workers/src/ports.ts";
import product from "../../workers/src/worker.ts";

export { Dispatcher, SketchSession } from "../../workers/src/worker.ts";

const said = new Set<string>();
let isRemembering = false;

function remember(db: D1Database): void {
  if (isRemembering) return;
  isRemembering = true;
  const prototype = Object.getPrototypeOf(db) as Pick<D1Database, "prepare">;
  const { prepare } = prototype;
  prototype.prepare = function (this: D1Database, sql: string) {
    said.add(sql);
    return prepare.call(this, sql);
  };
}

export default {
  fetch(request, env, ctx) {
    remember(env.DB);
    if (new URL(request.url).pathname === "/dev/statements") return Response.json([...said]);
    return product.fetch(request, env, ctx);
  },
  queue(batch, env) {
    remember(env.DB);
    return product.queue(batch, env);
  },
  scheduled(controller, env) {
    remember(env.DB);
    return product.scheduled(controller, env);
  },
} satisfies ExportedHandler<Bindings, { outboxId: string }>;
