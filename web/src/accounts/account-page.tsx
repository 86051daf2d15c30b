import { useQuery } from "@tanstack/react-query";
import { readAccount, readMe } from "../api/accounts.ts";
import { CreditsPart } from "./credits-part.tsx";
import { DangerPart } from "./danger-part.tsx";
import { DevicesPart } from "./devices-part.tsx";
import { Frame } from "../app/frame.tsx";
import { KeysPart } from "./keys-part.tsx";
import { Loaded, Part } from "../app/part.tsx";
import { PasswordPart } from "./password-part.tsx";
import { PlanPart } from "./plan-part.tsx";
import { ProfilePart } from "./profile-part.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import { UsageBars } from "./usage-bars.tsx";
import { words } from "./words.ts";

export function AccountPage() {
  return (
    <Frame title={words.accountTitle}>
      <Whose />
    </Frame>
  );
}

function Whose() {
  const me = useQuery({ queryKey: ["me"], queryFn: readMe });
  return (
    <Loaded query={me}>
      {(user) =>
        user && !user.anonymous ? (
          <div className="account-parts">
            <ProfilePart user={user} />
            <CreditsPart />
            <Kept user={user} />
            <DevicesPart />
            <KeysPart />
            <DangerPart email={user.email} />
          </div>
        ) : (
          <div className="account-parts">
            <div className="grid gap-4">
              <Part title={words.visitorTitle}>
                <p className="text-muted">{words.visitorText}</p>
              </Part>
              <SignInForm />
            </div>
            <div className="grid gap-4">
              <CreditsPart />
              {user && <VisitorsPlan />}
              {user && <DangerPart email={null} />}
            </div>
          </div>
        )
      }
    </Loaded>
  );
}

/** What is kept without an account: nobody can be written to before it goes. */
function VisitorsPlan() {
  const account = useQuery({ queryKey: ["account"], queryFn: readAccount });
  return (
    <Part title={words.visitorKeeps}>
      <Loaded query={account}>{({ storage }) => <PlanPart plan="free" storage={storage} />}</Loaded>
    </Part>
  );
}

function Kept({ user }: { user: { plan: string; email: string | null } }) {
  const account = useQuery({ queryKey: ["account"], queryFn: readAccount });
  return (
    <>
      <Part title={words.plan}>
        <Loaded query={account}>{({ storage }) => <PlanPart plan={user.plan} storage={storage} />}</Loaded>
      </Part>
      <Part title={words.passwordTitle}>
        <Loaded query={account}>
          {({ hasPassword, hasGoogle }) => (
            <PasswordPart email={user.email ?? ""} hasPassword={hasPassword} hasGoogle={hasGoogle} />
          )}
        </Loaded>
      </Part>
      <Part title={words.usage} isWide>
        <Loaded query={account}>{({ usage }) => <UsageBars usage={usage} />}</Loaded>
      </Part>
    </>
  );
}
