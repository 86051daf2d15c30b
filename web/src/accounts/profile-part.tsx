import type { UserView } from "@llamasketch/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { renameAccount, signOut } from "../api/accounts.ts";
import { BUTTON } from "../ui/button-styles.ts";
import { FailureNote } from "../app/failure-note.tsx";
import { Field } from "../ui/field.tsx";
import { toast } from "../ui/toasts.ts";
import { arrive } from "./arrive.ts";
import { forgetLists } from "./forget-browser.ts";
import { Part } from "../app/part.tsx";
import { words } from "./words.ts";
import { shelf } from "../ui/browser-gifts.ts";

const NAME_MAX_CHARS = 80;

export function ProfilePart({ user }: { user: UserView }) {
  const queries = useQueryClient();
  const [name, setName] = useState(user.name);
  const rename = useMutation({
    mutationFn: () => renameAccount(name),
    onSuccess: () => {
      toast({ text: words.saved });
      return queries.invalidateQueries({ queryKey: ["me"] });
    },
  });
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      forgetLists(shelf);
      arrive("/");
    },
  });
  return (
    <Part title={words.profile}>
      <p className="break-words select-text">{user.email}</p>
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate();
        }}
      >
        <div className="min-w-0 flex-1">
          <Field
            label={words.name}
            name="name"
            autoComplete="name"
            maxLength={NAME_MAX_CHARS}
            value={name}
            change={setName}
          />
        </div>
        <button
          type="submit"
          className={BUTTON.plain}
          disabled={rename.isPending || name.trim() === user.name}
        >
          {words.save}
        </button>
      </form>
      <FailureNote error={rename.error ?? leave.error} />
      <div className="flex flex-wrap gap-3">
        <button
          type="button"
          className={BUTTON.plain}
          disabled={leave.isPending}
          onClick={() => leave.mutate()}
        >
          {words.signOut}
        </button>
        {user.role !== "user" && (
          <Link to="/admin" className={BUTTON.plain}>
            {words.admin}
          </Link>
        )}
      </div>
    </Part>
  );
}
