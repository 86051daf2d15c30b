import type { AppInstance } from "../http/context.ts";
import { registerAdminAuditList } from "./routes/audit.list.ts";
import { registerAdminFigures } from "./routes/figures.get.ts";
import { registerAdminOutboxList } from "./routes/outbox.list.ts";
import { registerAdminOutboxRetry } from "./routes/outbox.retry.ts";
import { registerAdminStopsList } from "./routes/stops.list.ts";
import { registerAdminStopsSet } from "./routes/stops.set.ts";
import { registerAdminUsersBan } from "./routes/users.ban.ts";
import { registerAdminUsersCredits } from "./routes/users.credits.ts";
import { registerAdminUsersList } from "./routes/users.list.ts";
import { registerAdminUsersLook } from "./routes/users.look.ts";
import { registerAdminUsersRole } from "./routes/users.role.ts";

export function registerAdminRoutes(app: AppInstance): void {
  registerAdminFigures(app);
  registerAdminUsersList(app);
  registerAdminUsersLook(app);
  registerAdminUsersBan(app);
  registerAdminUsersRole(app);
  registerAdminUsersCredits(app);
  registerAdminStopsList(app);
  registerAdminStopsSet(app);
  registerAdminAuditList(app);
  registerAdminOutboxList(app);
  registerAdminOutboxRetry(app);
}
