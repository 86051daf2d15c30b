import type { AdminUserView, Role } from "@llamasketch/contract";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { adjustCredits, banUser, lookAtUser, setRole } from "../api/admin.ts";
import { Balance } from "../accounts/credits-part.tsx";
import { Frame } from "../app/frame.tsx";
import { Part } from "../app/part.tsx";
import { PlanPart } from "../accounts/plan-part.tsx";
import { UsageBars } from "../accounts/usage-bars.tsx";
import { words as accountWords } from "../accounts/words.ts";
import { BUTTON } from "../ui/button-styles.ts";
import { Choice } from "../ui/choice.tsx";
import { Field } from "../ui/field.tsx";
import { toast } from "../ui/toasts.ts";
import { AuditTable } from "./audit-table.tsx";
import { ReasonForm } from "./reason-form.tsx";
import { words } from "./words.ts";

export function UserPage() {
  const { userId } = useParams({ from: "/admin/users/$userId" });
  return (
    <Frame title={words.userTitle}>
      <Link to="/admin" className={BUTTON.plain}>
        {words.back}
      </Link>
      <Person key={userId} id={userId} />
    </Frame>
  );
}

function Person({ id }: { id: string }) {
  const [seen, setSeen] = useState<{ user: AdminUserView; reason: string } | null>(null);
  const look = async (reason: string): Promise<void> =>
    setSeen({ user: await lookAtUser(id, reason), reason });
  if (!seen)
    return (
      <Part title={words.lookTitle}>
        <p className="text-muted">{words.lookText}</p>
        <ReasonForm action={words.look} act={look} />
      </Part>
    );
  const done = async (): Promise<void> => {
    toast({ text: words.done });
    await look(seen.reason);
  };
  return <Known user={seen.user} done={done} />;
}

function Known({ user, done }: { user: AdminUserView; done: () => Promise<void> }) {
  const { id, email, name, role, plan, createdAt, bannedAt, deletedAt, anonymous } = user;
  return (
    <div className="account-parts">
      <Part title={email ?? id}>
        <p className="font-mono text-small break-all select-text">{id}</p>
        {name && <p className="break-words">{name}</p>}
        <p>
          {[
            anonymous ? words.visitor : words.roles[role],
            words.at(createdAt),
            words.devices(user.devices),
          ].join(" · ")}
        </p>
        {bannedAt && <p className="text-bad">{`${words.banned}, ${words.at(bannedAt)}`}</p>}
        {deletedAt && <p className="text-muted">{`${words.deleted}, ${words.at(deletedAt)}`}</p>}
        {deletedAt === null && (
          <>
            <p className="text-muted">{bannedAt ? words.unbanText : words.banText}</p>
            <ReasonForm
              action={bannedAt ? words.unban : words.ban}
              isDanger={!bannedAt}
              act={async (reason) => {
                await banUser(id, bannedAt === null, reason);
                await done();
              }}
            />
          </>
        )}
      </Part>
      <Part title={accountWords.plan}>
        <PlanPart plan={plan} storage={user.storage} />
      </Part>
      <Part title={accountWords.credits}>
        <Balance view={user.balance} />
        <CreditsForm id={id} done={done} />
      </Part>
      {!anonymous && deletedAt === null && (
        <Part title={words.role}>
          <RoleForm id={id} role={role} done={done} />
        </Part>
      )}
      <Part title={accountWords.usage} isWide>
        <UsageBars usage={user.usage} />
      </Part>
      <Part title={words.audit} isWide>
        <AuditTable lines={user.audit} />
      </Part>
    </div>
  );
}

function CreditsForm({ id, done }: { id: string; done: () => Promise<void> }) {
  const [units, setUnits] = useState("");
  const [ticket, setTicket] = useState("");
  const isUnitsBad = !/^[-−+]?\d{1,7}$/.test(units.trim()) || toUnits(units) === 0;
  const isTicketBad = !/^[\w.-]{1,60}$/.test(ticket.trim());
  return (
    <details>
      <summary className={BUTTON.link}>{words.credits}</summary>
      <ReasonForm
        action={words.adjust}
        problem={isUnitsBad || isTicketBad}
        act={async (reason) => {
          await adjustCredits(id, toUnits(units), ticket.trim(), reason);
          setUnits("");
          setTicket("");
          await done();
        }}
      >
        {(isChecked) => (
          <>
            <Field
              label={words.units}
              name="units"
              autoComplete="off"
              value={units}
              change={setUnits}
              problem={isChecked && isUnitsBad ? words.unitsBad : undefined}
            />
            <Field
              label={words.ticket}
              name="ticket"
              autoComplete="off"
              spellCheck={false}
              value={ticket}
              change={setTicket}
              hint={words.ticketHint}
              problem={isChecked && isTicketBad ? words.ticketBad : undefined}
            />
          </>
        )}
      </ReasonForm>
    </details>
  );
}

/** A minus may be a hyphen or a true one. */
const toUnits = (text: string): number => Number(text.trim().replace("−", "-"));

function RoleForm({ id, role, done }: { id: string; role: Role; done: () => Promise<void> }) {
  const [next, setNext] = useState(role);
  return (
    <ReasonForm
      action={words.setRole}
      problem={next === role}
      act={async (reason) => {
        await setRole(id, next, reason);
        await done();
      }}
    >
      <Choice legend={words.role} options={words.roles} value={next} choose={setNext} />
    </ReasonForm>
  );
}
