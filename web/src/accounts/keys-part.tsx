import { SCOPES, type Scope } from "@llamasketch/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { createKey, listKeys, revokeKey } from "../api/accounts.ts";
import { relativeTime } from "../ui/relative-time.ts";
import { BUTTON } from "../ui/button-styles.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { FailureNote } from "../app/failure-note.tsx";
import { Field } from "../ui/field.tsx";
import { Loaded, Part } from "../app/part.tsx";
import { words } from "./words.ts";
import { serverNowMs } from "../api/server-clock.ts";

const NAME_MAX_CHARS = 60;

export function KeysPart() {
  const queries = useQueryClient();
  const keys = useQuery({ queryKey: ["keys"], queryFn: listKeys });
  const again = () => queries.invalidateQueries({ queryKey: ["keys"] });
  const revoke = useMutation({ mutationFn: revokeKey, onSuccess: again });
  return (
    <Part title={words.keys} isWide>
      <p className="text-muted">{words.keysText}</p>
      <Link to="/account/webhooks" className={`${BUTTON.link} justify-self-start`}>
        {words.webhooksLink}
      </Link>
      <Loaded query={keys}>
        {({ keys: list }) => (
          <ul className="account-list">
            {list.map(({ id, name, prefix, scopes, usedAt }) => (
              <li key={id}>
                <span className="flex min-w-0 items-center gap-3">
                  <KeyRound className="size-5 shrink-0 text-muted" aria-hidden="true" />
                  <span className="min-w-0">
                    <span className="block break-words">{name}</span>
                    <span className="block text-small break-words text-muted">
                      <code className="font-mono">{prefix.replace("_", "_…")}</code>
                      {` · ${scopes.map((scope) => words.scopes[scope]).join(", ")} · `}
                      {usedAt === null
                        ? words.keyUnused
                        : words.keyUsed(relativeTime(Date.parse(usedAt), serverNowMs()))}
                    </span>
                  </span>
                </span>
                <button
                  type="button"
                  className={BUTTON.plain}
                  aria-label={words.removeKeyNamed(name)}
                  disabled={revoke.isPending}
                  onClick={() => revoke.mutate(id)}
                >
                  {words.removeKey}
                </button>
              </li>
            ))}
            {list.length === 0 && <li className="text-muted">{words.noKeys}</li>}
          </ul>
        )}
      </Loaded>
      <FailureNote error={revoke.error} />
      <KeyForm made={() => void again()} opensMedia={keys.data?.mediaApi ?? true} />
    </Part>
  );
}

function KeyForm({ made, opensMedia }: { made: () => void; opensMedia: boolean }) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["sketches:read"]);
  const make = useMutation({
    mutationFn: () => createKey(name, scopes),
    onSuccess: () => {
      setName("");
      made();
    },
  });
  const { key } = make.data ?? {};
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() && scopes.length > 0 && !make.isPending) make.mutate();
      }}
    >
      <Field
        label={words.keyName}
        name="key-name"
        autoComplete="off"
        maxLength={NAME_MAX_CHARS}
        value={name}
        change={setName}
      />
      <fieldset className="flex flex-wrap items-center gap-x-6">
        <legend className="text-muted">{words.keyScopes}</legend>
        {SCOPES.map((scope) => (
          <label key={scope} className="flex min-h-11 cursor-pointer items-center gap-2">
            <input
              type="checkbox"
              className="size-5 accent-(--primary)"
              checked={scopes.includes(scope)}
              onChange={({ target }) =>
                setScopes(target.checked ? [...scopes, scope] : scopes.filter((each) => each !== scope))
              }
            />
            {words.scopes[scope]}
          </label>
        ))}
      </fieldset>
      {!opensMedia && <p className="text-small text-muted">{words.keysWithoutMedia}</p>}
      <FailureNote error={make.error} />
      {key && (
        <div role="status" className="grid gap-2 rounded-lg border border-good px-4 py-3">
          <p>{words.keyMade}</p>
          <code className="font-mono text-small break-all select-text" data-testid="new-key">
            {key}
          </code>
          <CopyButton label={words.copyKey} text={() => key} />
        </div>
      )}
      <button
        type="submit"
        className={BUTTON.plain}
        disabled={make.isPending || !name.trim() || scopes.length === 0}
      >
        {words.makeKey}
      </button>
    </form>
  );
}
