import type { AppInstance } from "../http/context.ts";
import { registerHostsCreate } from "./routes/hosts.create.ts";
import { registerHostsList } from "./routes/hosts.list.ts";
import { registerHostsRevoke } from "./routes/hosts.revoke.ts";

export function registerHostRoutes(app: AppInstance): void {
  registerHostsCreate(app);
  registerHostsList(app);
  registerHostsRevoke(app);
}
