import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState, type ReactNode } from "react";
import { confirmAddress, lookAtProof, openLink, openReset, readMe } from "../api/accounts.ts";
import { describeFailure } from "../api/api-failure.ts";
import { BUTTON } from "../ui/button-styles.ts";
import { FailureNote } from "../app/failure-note.tsx";
import { arrive } from "./arrive.ts";
import { CheckedForm, NewPasswordField, OwnPasswordField, isShortPassword } from "./checked-form.tsx";
import { Frame } from "../app/frame.tsx";
import { takeProof } from "./proof.ts";
import { RevokeKeys } from "./revoke-keys.tsx";
import { words } from "./words.ts";

interface Looked {
  proof: string;
  email: string;
  /** It was asked for in this very browser. */
  here: boolean;
}

export function LinkPage() {
  return (
    <Frame title={words.openingTitle} isForm>
      <WithProof>{(looked) => <OpenLink {...looked} />}</WithProof>
    </Frame>
  );
}

export function ConfirmPage() {
  return (
    <Frame title={words.confirmTitle} isForm>
      <WithProof>{(looked) => <Confirm {...looked} />}</WithProof>
    </Frame>
  );
}

export function ResetPage() {
  return (
    <Frame title={words.resetTitle} isForm>
      <WithProof>{(looked) => <Reset {...looked} />}</WithProof>
    </Frame>
  );
}

/** Looks at what the link brought without using it up. */
function WithProof({ children }: { children: (looked: Looked) => ReactNode }) {
  const [proof] = useState(() => takeProof(location, history));
  const look = useQuery({
    queryKey: ["proof", proof],
    queryFn: () => lookAtProof(proof),
    enabled: proof !== "",
    retry: false,
    staleTime: Infinity,
  });
  const isGone = proof === "" || (look.error && describeFailure(look.error).code !== "unreachable");
  if (isGone) return <Gone />;
  if (look.error) return <FailureNote error={look.error} />;
  if (!look.data) return <p role="status">{words.opening}</p>;
  return children({ proof, ...look.data });
}

/** Most often a link that was opened before: then there is nothing to do but go on. */
function Gone() {
  const { data: me } = useQuery({ queryKey: ["me"], queryFn: readMe });
  const email = me?.email;
  return (
    <div className="account-part" role="alert">
      <h2 className="text-title font-semibold">{email ? words.hereTitle : words.goneTitle}</h2>
      <p className="text-muted break-words">{email ? words.hereAs(email) : words.gone}</p>
      <Link to={email ? "/" : "/sign-in"} className={BUTTON.primary}>
        {email ? words.goOn : words.newLink}
      </Link>
    </div>
  );
}

function OpenLink({ proof, email, here }: Looked) {
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => openLink(proof),
    onSuccess: () => arrive(),
  });
  useEffect(() => {
    if (here) mutate();
  }, [here, mutate]);
  if (error && describeFailure(error).code === "proof_invalid") return <Gone />;
  return (
    <div className="account-part">
      {!here && <h2 className="text-title font-semibold">{words.askTitle}</h2>}
      <p className="break-words">{words.ask(email)}</p>
      <FailureNote error={error} />
      {(!here || error) && (
        <div className="flex flex-wrap gap-3">
          <button type="button" className={BUTTON.primary} disabled={isPending} onClick={() => mutate()}>
            {words.askYes}
          </button>
          <Link to="/" className={BUTTON.plain}>
            {words.askNo}
          </Link>
        </div>
      )}
    </div>
  );
}

function Confirm({ proof, email, here }: Looked) {
  const [password, setPassword] = useState("");
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => confirmAddress(proof, here ? undefined : password),
    onSuccess: () => arrive(),
  });
  return (
    <form
      className="account-part"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isPending) mutate();
      }}
    >
      <p className="break-words">{here ? words.ask(email) : words.confirmText(email)}</p>
      {!here && (
        <>
          <AddressOf email={email} />
          <OwnPasswordField value={password} change={setPassword} />
        </>
      )}
      <FailureNote error={error} />
      <button type="submit" className={BUTTON.primary} disabled={isPending}>
        {words.confirm}
      </button>
    </form>
  );
}

function Reset({ proof, email }: Looked) {
  const [password, setPassword] = useState("");
  const [revokesKeys, setRevokesKeys] = useState(true);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => openReset(proof, password, revokesKeys),
    onSuccess: () => arrive("/account"),
  });
  return (
    <CheckedForm isReady={!isShortPassword(password)} isPending={isPending} send={() => mutate()}>
      {(isChecked) => (
        <>
          <p className="break-words">{words.resetFor(email)}</p>
          <AddressOf email={email} />
          <NewPasswordField
            label={words.newPassword}
            value={password}
            change={setPassword}
            isChecked={isChecked}
          />
          <RevokeKeys isChosen={revokesKeys} choose={setRevokesKeys} />
          <FailureNote error={error} />
          <button type="submit" className={BUTTON.primary} disabled={isPending}>
            {words.saveNew}
          </button>
        </>
      )}
    </CheckedForm>
  );
}

/** For the browser's store of passwords: whose it is. */
const AddressOf = ({ email }: { email: string }) => (
  <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
);
